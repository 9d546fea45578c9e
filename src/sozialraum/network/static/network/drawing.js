// A sheet to draw on with finger, pen or mouse. A drawing is kept as its lines, not as a picture.
"use strict";
(() => {
  for (const box of document.querySelectorAll("[data-drawing]")) {
    const canvas = box.querySelector("canvas");
    const pens = [...box.querySelectorAll("[data-color]")];
    const field = box.querySelector("input[type=hidden]");
    const paint = canvas.getContext("2d");
    const STEP = 4; // units of the sheet between two points
    const MOST = 24000;
    let strokes = [];
    let color = 0;
    let line = null;
    const inks = pens.map((pen) => pen.querySelector("circle").getAttribute("fill"));

    const spot = (event) => {
      const area = canvas.getBoundingClientRect();
      const part = (value, most) => Math.round(Math.min(1, Math.max(0, value)) * most);
      return [part((event.clientX - area.left) / area.width, canvas.width), part((event.clientY - area.top) / area.height, canvas.height)];
    };
    function draw() {
      paint.fillStyle = "#fff";
      paint.fillRect(0, 0, canvas.width, canvas.height);
      paint.lineCap = paint.lineJoin = "round";
      for (const [ink, points] of line ? [...strokes, line] : strokes) {
        paint.strokeStyle = inks[ink];
        paint.lineWidth = points.length > 2 ? 7 : 14;
        paint.beginPath();
        paint.moveTo(points[0], points[1]);
        for (let at = 0; at < points.length; at += 2) paint.lineTo(points[at], points[at + 1]);
        paint.stroke();
      }
    }
    function keep() {
      field.value = strokes.length ? JSON.stringify(strokes) : "";
      draw();
    }
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      canvas.setPointerCapture(event.pointerId);
      line = [color, spot(event)];
      draw();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!line) return;
      const [x, y] = spot(event);
      const points = line[1];
      if (Math.hypot(x - points.at(-2), y - points.at(-1)) < STEP) return;
      points.push(x, y);
      draw();
    });
    const end = () => {
      if (!line) return;
      const drawn = strokes.reduce((sum, each) => sum + each[1].length, 0);
      if (strokes.length < 400 && drawn + line[1].length <= MOST) strokes.push(line);
      line = null;
      keep();
    };
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    for (const pen of pens) {
      pen.addEventListener("click", () => {
        color = Number(pen.dataset.color);
        for (const each of pens) each.setAttribute("aria-pressed", String(each === pen));
      });
    }
    box.querySelector("[data-undo]").addEventListener("click", () => {
      strokes.pop();
      keep();
    });
    box.closest("form").addEventListener("reset", () => {
      strokes = [];
      setTimeout(keep);
    });
    draw();
  }
})();
