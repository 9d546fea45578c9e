// One box for all boxes of its group: ticked when all are, half when some are. It is sent with no form.
"use strict";

const boxesOf = (all) => [...all.closest("fieldset").querySelectorAll('input[type="checkbox"]:not([data-takes-all])')];

function reflect() {
  for (const all of document.querySelectorAll("[data-takes-all]")) {
    all.closest("label").hidden = false;
    const boxes = boxesOf(all);
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  }
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-takes-all]")) {
    const boxes = boxesOf(target);
    for (const box of boxes) box.checked = target.checked;
    // a form that saves itself listens to what is typed
    boxes[0]?.dispatchEvent(new Event("input", { bubbles: true }));
  }
  reflect();
});
reflect();
