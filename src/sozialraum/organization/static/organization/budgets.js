// A slider says its value in words to those who hear the page; the words come from the server with every answer.
"use strict";

document.addEventListener("htmx:after:swap", () => {
  for (const said of document.querySelectorAll("#budget-form output")) {
    document.getElementById(said.htmlFor.value)?.setAttribute("aria-valuetext", said.textContent);
  }
  const choice = document.getElementById("maps-choice");
  const other = document.getElementById("other");
  if (choice && other) choice.hidden = !other.value;
  for (const hidden of document.querySelectorAll("#budget-detail [data-needs-script]")) hidden.hidden = false;
});
