// Areas put into groups on a map that moves: a tap or Enter at the cross puts an area in, the list of one district
// and the hidden field say the same, and every step can be taken back.
"use strict";

for (const tool of document.querySelectorAll("[data-choosing-live]")) {
  const map = tool.querySelector("figure[data-live-map]");
  const kept = document.getElementById(tool.dataset.kept);
  const told = tool.querySelector("[data-told]");
  const back = tool.querySelector("[data-back]");
  const brushes = [...tool.querySelectorAll("input[type=radio]")];
  const named = new Map(brushes.map((each) => [each.dataset.name, each]));
  const groups = new Map();
  for (const [name, codes] of Object.entries(JSON.parse(kept.value || "{}"))) for (const code of codes) groups.set(code, name);
  const total = Number(tool.dataset.total);
  const steps = [];

  const selectOf = (code) => document.getElementsByName(`area_${code}`)[0];
  const count = (name) => {
    const placed = (of) => Number(tool.querySelector(`[data-count="${named.get(of).value}"]`).dataset.number);
    return name === "" ? total - groups.size : placed(name);
  };
  const show = (name, number) => {
    const output = tool.querySelector(`[data-count="${named.get(name).value}"]`);
    output.dataset.number = number;
    output.textContent = number.toLocaleString(document.documentElement.lang);
  };
  const write = () => {
    const found = {};
    for (const [code, name] of groups) (found[name] ??= []).push(code);
    kept.value = JSON.stringify(found);
  };
  const put = (code, name) => {
    const before = groups.get(code) ?? "";
    if (before === name) return;
    if (name) groups.set(code, name);
    else groups.delete(code);
    if (before) show(before, count(before) - 1);
    if (name) show(name, count(name) + 1);
    show("", count(""));
    const select = selectOf(code);
    if (select) select.value = name;
    const words = name || tool.dataset.none;
    map.dispatchEvent(new CustomEvent("map:area", { detail: { code, fill: named.get(name).dataset.fill, words, number: Number(named.get(name).value) } }));
    told.textContent = words;
  };
  const step = (code, name) => {
    steps.push([code, groups.get(code) ?? ""]);
    put(code, name);
    back.disabled = false;
  };

  map.addEventListener("map:pick", ({ detail: { code } }) => {
    const name = (brushes.find((each) => each.checked) || brushes[0]).dataset.name;
    // a second tap takes an area out again
    step(code, groups.get(code) === name ? "" : name);
  });
  back.addEventListener("click", () => {
    const last = steps.pop();
    if (last) put(...last);
    back.disabled = !steps.length;
  });
  tool.addEventListener("keydown", (event) => {
    if (event.target.closest("input, button") || event.altKey) return;
    const picked = brushes.find((each) => each.value === event.key);
    if (picked && !event.ctrlKey && !event.metaKey) picked.checked = true;
    else if (event.key === "z" && (event.ctrlKey || event.metaKey)) back.click();
    else return;
    event.preventDefault();
  });
  document.addEventListener("change", ({ target }) => {
    const code = target.name?.startsWith("area_") && target.name.slice("area_".length);
    if (!code || target.tagName !== "SELECT") return;
    step(code, target.value);
  });
  kept.form.addEventListener("submit", write);
}
