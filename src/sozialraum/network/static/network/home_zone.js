// Where somebody lives is told to nobody. Whoever taps the own home on a map gets a zone around it in which nothing is kept.
// The zone lives in the memory of this page alone: it is not stored, not sent, and gone when the page is closed.
"use strict";
window.sozialraumHome = (() => {
  const METERS = 250;
  let home = null; // parts (0 to 1) of the map from west and from south
  return {
    set(across, up) {
      home = { across, up };
    },
    known: () => home !== null,
    // whether a spot lies so near to the home that it would tell it; size is the map's width and height in meters
    near(across, up, size) {
      return home !== null && Math.hypot((across - home.across) * size.width, (up - home.up) * size.height) < METERS;
    },
  };
})();
