// A click on an area of the map picks it; the same choice is a select without script.
document.addEventListener("click", (event) => {
  const area = event.target.closest?.("[data-area]");
  const choice = document.getElementById("area");
  if (!area || !choice || ![...choice.options].some((option) => option.value === area.dataset.area)) return;
  choice.value = area.dataset.area;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
});
