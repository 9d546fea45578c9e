// Suggestions while a name is typed (a combobox as the ARIA Authoring Practices describe it). The field works without
// this file, and where no answer comes: what was typed is handed in, and the page answers.
"use strict";
(() => {
  const REST = 200; // milliseconds without a key
  const SHORTEST = 2;

  const made = (name, attributes = {}) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };

  function begin(tool) {
    const input = tool.querySelector("input:not([type=hidden], [type=radio])");
    const chosen = tool.querySelector("input[type=hidden]");
    const words = tool.dataset;
    const list = made("ul", { role: "listbox", id: `${input.id}_list`, "aria-label": words.list });
    const note = made("p", { class: "note", "aria-hidden": "true" });
    const box = made("div", { class: "suggestions" });
    const told = made("p", { class: "sr", role: "status" });
    let active = -1;
    let waiting = 0;
    let asking = null;

    box.append(list, note);
    box.hidden = true;
    input.after(box);
    tool.append(told);
    for (const [key, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(key, value);

    const options = () => [...list.children];
    const mark = (to) => {
      active = to;
      for (const [place, option] of options().entries()) option.setAttribute("aria-selected", String(place === to));
      if (to < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", options()[to].id);
        options()[to].scrollIntoView({ block: "nearest" });
      }
    };
    const open = (shown) => {
      box.hidden = !shown;
      input.setAttribute("aria-expanded", String(shown && list.children.length > 0));
      if (!shown) mark(-1);
    };
    // an answer that is still on its way counts no more
    const forget = () => {
      clearTimeout(waiting);
      asking?.abort();
      asking = null;
    };
    const pickedNote = (text) => {
      for (const old of tool.querySelectorAll(".offered, [data-picked]")) old.remove();
      if (!text) return;
      const shown = made("p", { class: "note", "data-picked": "" });
      shown.textContent = text;
      tool.append(shown);
    };
    const pick = (option) => {
      forget();
      input.value = option.dataset.name;
      chosen.value = option.dataset.id;
      open(false);
      pickedNote(option.dataset.place);
      told.textContent = [option.dataset.name, option.dataset.place].filter(Boolean).join(", ");
    };
    const show = ({ people, more }) => {
      list.replaceChildren(
        ...people.map(({ id, name, place }, number) => {
          const option = made("li", { role: "option", id: `${list.id}_${number}`, "aria-selected": "false" });
          Object.assign(option.dataset, { id, name, place });
          const who = made("span");
          who.textContent = name;
          option.append(who);
          if (place) {
            const where = made("span", { class: "note" });
            where.textContent = place;
            option.append(" ", where);
          }
          return option;
        }),
      );
      list.hidden = !people.length;
      note.textContent = more ? words.more : people.length ? "" : words.nobody;
      note.hidden = !note.textContent;
      told.textContent = [people.length ? `${words.count} ${people.length}.` : "", note.textContent].filter(Boolean).join(" ");
      open(true);
      mark(-1);
      box.scrollIntoView({ block: "nearest" });
    };
    const ask = async () => {
      const mine = new AbortController();
      asking = mine;
      try {
        const address = new URL(words.typedName, document.baseURI);
        address.searchParams.set("name", input.value);
        const answer = await fetch(address, { signal: mine.signal, headers: { Accept: "application/json" } });
        const found = answer.ok && !answer.redirected ? await answer.json() : null;
        if (asking !== mine) return;
        if (found) show(found);
        else open(false);
      } catch {
        if (asking === mine) open(false);
      }
    };
    const soon = () => {
      forget();
      if (input.value.trim().length < SHORTEST) open(false);
      else waiting = setTimeout(ask, REST);
    };

    input.addEventListener("input", () => {
      chosen.value = "";
      pickedNote("");
      soon();
    });
    input.addEventListener("blur", () => {
      forget();
      open(false);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const number = options().length;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (box.hidden) soon();
        else if (number && event.key === "ArrowDown") mark(active + 1 < number ? active + 1 : 0);
        else if (number) mark(active > 0 ? active - 1 : number - 1);
      } else if (event.key === "Enter" && !box.hidden && active >= 0) {
        event.preventDefault();
        pick(options()[active]);
      } else if (event.key === "Escape") {
        forget();
        if (box.hidden) return;
        event.preventDefault();
        event.stopPropagation();
        open(false);
      }
    });
    // the field keeps the focus while somebody points at the list
    box.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", ({ target }) => {
      const option = target.closest("[role=option]");
      if (option) pick(option);
    });
  }

  for (const tool of document.querySelectorAll("[data-typed-name]")) begin(tool);
})();
