// The formula workshop while a slider moves. A small answer repaints the map where it stands, then the table; the rest of
// the page (how sure, other methods, what must be cleared) follows as a fragment once the slider rests.
"use strict";

const REST = 350;

const slider = { asking: false, again: false, shown: 0, resting: 0 };

const workshop = document.getElementById("budget-form");

workshop?.addEventListener("input", ({ target }) => {
  clearTimeout(slider.resting);
  slider.resting = 0;
  if (target.type !== "range") workshop.dispatchEvent(new Event("settled"));
  else if (slider.asking) slider.again = true;
  else ask(workshop);
});

// An area that is chosen while a slider still rests is the one that every later question names.
workshop?.addEventListener("submit", ({ submitter }) => {
  if (submitter?.name === "area") document.querySelector('#budget-detail input[name="area"]').value = submitter.value;
});

// A fragment that was asked for before the slider moved again must not overwrite what is newer; its own follows.
workshop?.addEventListener("htmx:before:swap", (event) => {
  if (slider.asking || slider.resting) event.preventDefault();
});

// One question at a time, the next one with the values of that moment: a fast hand never makes a queue.
async function ask(form) {
  slider.asking = true;
  do {
    slider.again = false;
    const values = new URLSearchParams(new FormData(form));
    const figures = await fetch(`${form.dataset.figures}?${values}`)
      .then((answer) => answer.json())
      .catch(() => null);
    // what cannot be had this way, as after the session's end, the fragment asks for and says
    if (figures) show(figures);
  } while (slider.again);
  slider.asking = false;
  slider.resting = setTimeout(() => {
    slider.resting = 0;
    form.dispatchEvent(new Event("settled"));
  }, REST);
}

function show(figures) {
  const number = ++slider.shown;
  document.querySelectorAll("#budget-map svg.budget-map").forEach((map, place) => repaint(map, figures.maps[place]));
  for (const [name, said] of Object.entries(figures.outputs)) {
    document.getElementById(`o-${name}`).textContent = said;
    document.getElementById(`s-${name}`).setAttribute("aria-valuetext", said);
  }
  for (const part of figures.parts) {
    const fresh = new DOMParser().parseFromString(part, "text/html").body.firstElementChild;
    const stands = document.getElementById(fresh.id);
    if (stands.innerHTML !== fresh.innerHTML) stands.innerHTML = fresh.innerHTML;
  }
  document.querySelector(".budget-fall").innerHTML = figures.fall;
  // the map is on the screen before the table's many cells are written
  requestAnimationFrame(() => setTimeout(() => number === slider.shown && fillTable(figures)));
}

function repaint(map, figures) {
  if (!figures) return;
  for (const [fill, codes] of Object.entries(figures.fills)) {
    const here = new Set(codes);
    for (const area of map.querySelectorAll("[data-area]")) {
      if (here.has(area.dataset.area) && area.getAttribute("fill") !== fill) area.setAttribute("fill", fill);
    }
  }
  for (const label of map.querySelectorAll("[data-label]")) {
    const [amount, change] = figures.labels[label.dataset.label] ?? [];
    if (amount) [label.children[1].textContent, label.children[2].textContent] = [amount, change];
  }
}

function fillTable(figures) {
  const body = document.getElementById("budget-rows");
  const rows = [...body.rows, ...body.closest("table").tFoot.rows];
  for (const heading of body.closest("table").tHead.querySelectorAll("[data-column]")) {
    (figures.cells[heading.dataset.column] ?? []).forEach((text, place) => {
      const cell = rows[place].cells[heading.cellIndex];
      const written = cell.querySelector("b") ?? cell;
      if (written.textContent !== text) written.textContent = text;
    });
  }
  document.getElementById("budget-fairness").textContent = figures.fairness;
  document.querySelectorAll("#budget-steps td").forEach((cell, place) => (cell.textContent = figures.steps[place]));
}

// A slider says its value in words to those who hear the page; the words come from the server with every answer.
document.addEventListener("htmx:after:swap", () => {
  for (const said of document.querySelectorAll("#budget-form output")) {
    document.getElementById(said.htmlFor.value)?.setAttribute("aria-valuetext", said.textContent);
  }
  const choice = document.getElementById("maps-choice");
  const other = document.getElementById("other");
  if (choice && other) choice.hidden = !other.value;
  for (const hidden of document.querySelectorAll("#budget-detail [data-needs-script]")) hidden.hidden = false;
});
