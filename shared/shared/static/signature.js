/* A box to sign in, on a tablet or with a mouse: what is drawn goes with the form as a PNG. Without scripts people sign on paper. */

const INK = "#0b0c0c";
const THICK = 2.5;

for (const box of document.querySelectorAll("[data-sign-here]")) begin(box);

function begin(box) {
  const canvas = box.querySelector("canvas");
  const field = box.querySelector("input[type=hidden]");
  const pen = canvas.getContext("2d");
  box.hidden = false;
  canvas.style.maxWidth = `${canvas.width}px`;
  canvas.style.touchAction = "none"; // a finger draws here, it does not scroll
  clear();

  function clear() {
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    Object.assign(pen, { strokeStyle: INK, lineWidth: THICK, lineCap: "round", lineJoin: "round" });
    field.value = "";
  }

  /** Where on the drawing, whatever size it is shown in. */
  function place(event) {
    const shown = canvas.getBoundingClientRect();
    return [(event.clientX - shown.left) * canvas.width / shown.width, (event.clientY - shown.top) * canvas.height / shown.height];
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...place(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    for (const each of event.getCoalescedEvents?.() ?? [event]) pen.lineTo(...place(each));
    pen.stroke();
  });
  canvas.addEventListener("pointerup", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...place(event)); // a dot is a stroke too
    pen.stroke();
    field.value = canvas.toDataURL("image/png");
  });
  box.querySelector("[data-clear]").addEventListener("click", clear);
}
