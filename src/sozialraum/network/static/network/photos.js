// Pictures are drawn anew on a canvas before they leave the device: that drops where, when and with what they were taken.
// Faces are covered by the finger; where the browser finds faces by itself, they are covered first. A covered patch is a
// few large squares of its own average color, so that nothing of it can be restored.
"use strict";
(() => {
  const LONGEST = 1600;
  const QUALITY = 0.82;
  const form = document.getElementById("inquiry");
  if (!form) return;
  const words = form.dataset;
  const taken = []; // {blob, url} of all editors of the page
  const changed = () => form.dispatchEvent(new CustomEvent("pictures", { detail: taken.length }));

  for (const box of document.querySelectorAll("[data-photos-of]")) {
    const input = box.querySelector("[data-file]");
    const editor = box.querySelector("[data-editor]");
    const canvas = editor.querySelector("canvas");
    const clear = editor.querySelector("[data-clear]");
    const take = editor.querySelector("[data-take]");
    const list = box.querySelector("[data-taken]");
    const paint = canvas.getContext("2d", { willReadFrequently: true });
    let covering = false;

    const brush = () => Math.round(Math.max(canvas.width, canvas.height) / 14);
    function cover(x, y, radius) {
      const cell = Math.max(12, Math.round(radius / 1.5));
      for (let left = x - radius; left < x + radius; left += cell) {
        for (let top = y - radius; top < y + radius; top += cell) {
          const from = [Math.max(0, Math.round(left)), Math.max(0, Math.round(top))];
          const size = [Math.min(cell, canvas.width - from[0]), Math.min(cell, canvas.height - from[1])];
          if (size[0] < 1 || size[1] < 1) continue;
          const { data } = paint.getImageData(...from, ...size);
          const sum = [0, 0, 0];
          for (let at = 0; at < data.length; at += 4) for (let band = 0; band < 3; band += 1) sum[band] += data[at + band];
          paint.fillStyle = `rgb(${sum.map((each) => Math.round((each * 4) / data.length)).join(" ")})`;
          paint.fillRect(...from, ...size);
        }
      }
    }
    async function coverFaces() {
      if (!("FaceDetector" in window)) return;
      try {
        const faces = await new window.FaceDetector({ fastMode: true }).detect(canvas);
        for (const { boundingBox: face } of faces) cover(face.x + face.width / 2, face.y + face.height / 2, Math.max(face.width, face.height) * 0.7);
        if (faces.length) form.querySelector("[data-spoken]").textContent = words.faces;
      } catch {
        // a browser that names the detector but has none: the finger remains
      }
    }
    input.addEventListener("change", async () => {
      const [file] = input.files;
      input.value = "";
      if (!file) return;
      let bitmap;
      try {
        bitmap = await createImageBitmap(file);
      } catch {
        return form.dispatchEvent(new CustomEvent("told", { detail: words.failed }));
      }
      const shrink = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
      canvas.width = Math.round(bitmap.width * shrink);
      canvas.height = Math.round(bitmap.height * shrink);
      paint.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      bitmap.close();
      editor.hidden = false;
      clear.checked = false;
      take.disabled = true;
      await coverFaces();
    });
    const at = (event) => {
      const area = canvas.getBoundingClientRect();
      return [((event.clientX - area.left) / area.width) * canvas.width, ((event.clientY - area.top) / area.height) * canvas.height];
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      covering = true;
      cover(...at(event), brush());
    });
    canvas.addEventListener("pointermove", (event) => {
      if (covering) cover(...at(event), brush());
    });
    for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, () => (covering = false));
    editor.querySelector("[data-cover]").addEventListener("click", () => cover(canvas.width / 2, canvas.height / 2, Math.min(canvas.width, canvas.height) / 3));
    clear.addEventListener("change", () => (take.disabled = !clear.checked));
    editor.querySelector("[data-drop]").addEventListener("click", () => (editor.hidden = true));
    take.addEventListener("click", () => {
      canvas.toBlob(
        (blob) => {
          if (!blob || taken.length >= Number(words.mostPictures)) return;
          const picture = { blob, url: URL.createObjectURL(blob) };
          taken.push(picture);
          const line = document.createElement("li");
          const image = document.createElement("img");
          image.src = picture.url;
          image.alt = `${words.picture} ${taken.length}`;
          const away = document.createElement("button");
          away.type = "button";
          away.className = "btn three";
          away.textContent = words.away;
          away.addEventListener("click", () => {
            taken.splice(taken.indexOf(picture), 1);
            URL.revokeObjectURL(picture.url);
            line.remove();
            changed();
          });
          line.append(image, away);
          list.append(line);
          editor.hidden = true;
          changed();
        },
        "image/jpeg",
        QUALITY,
      );
    });
    form.addEventListener("reset", () => {
      list.replaceChildren();
      editor.hidden = true;
    });
  }
  window.sozialraumPictures = {
    count: () => taken.length,
    takeAll() {
      for (const each of taken) URL.revokeObjectURL(each.url);
      return taken.splice(0).map((each) => each.blob);
    },
  };
})();
