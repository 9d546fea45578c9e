// What somebody is typing survives when a part of the page is exchanged for a fresh one: nobody waits for the answer to
// one entry before writing the next, and words begun elsewhere in that part stay too.
"use strict";
(() => {
  const TEXT = "textarea, select, input:not([type=hidden], [type=radio], [type=checkbox], [type=submit], [type=file])";
  const PASSING = new Set(["csrfmiddlewaretoken", "version"]);
  const handed = new WeakMap(); // field -> the value that is on its way to the server

  const fields = (part) => [...part.querySelectorAll(TEXT)].filter((field) => field.form && field.name);

  const stood = (field) => (field.matches("select") ? ([...field.options].find((each) => each.defaultSelected) || field.options[0])?.value : field.defaultValue);

  // the same form in the fresh part: its address and what it is about, never what was typed into it
  function mark(field) {
    const about = [...field.form.querySelectorAll("input[type=hidden]")].filter(({ name }) => !PASSING.has(name));
    return [field.form.getAttribute("action"), ...about.map(({ name, value }) => `${name}=${value}`), field.name].join(" ");
  }

  window.sozialraumTyped = {
    // the form is on its way; with `empty` it makes room for the next entry at once
    handIn(form, { empty = false } = {}) {
      for (const field of fields(form)) {
        if (empty && !field.matches("select")) field.value = "";
        handed.set(field, field.value);
      }
    },
    // it did not arrive: what was handed in stands in front of what was typed since
    handBack(form, body) {
      for (const field of fields(form)) {
        const sent = body.get(field.name);
        if (typeof sent === "string" && sent !== field.value) field.value = [sent, field.value].filter(Boolean).join(field.matches("textarea") ? "\n" : " ");
        handed.delete(field);
      }
    },
    take(part) {
      return fields(part)
        .filter((field) => field.value !== (handed.has(field) ? handed.get(field) : stood(field)))
        .map((field) => ({ mark: mark(field), value: field.value, focused: field === document.activeElement }));
    },
    put(part, kept) {
      const fresh = new Map(fields(part).map((field) => [mark(field), field]));
      for (const { mark: of, value, focused } of kept) {
        const field = fresh.get(of);
        if (!field) continue;
        // what the server gave back was not taken: it comes first
        const back = field.value && field.value !== value && field.matches("textarea[data-takes-focus]") ? `${field.value}\n` : "";
        field.value = back + value;
        for (let around = field.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
        if (focused) field.focus({ preventScroll: true });
      }
    },
  };
})();
