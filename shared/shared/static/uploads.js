/* Files are sent one by one as they are chosen, with what has arrived shown, and sent again when the line breaks.
   Without this script the form sends them all at once, as any form does. */

const MOST_PIXELS = 64;
const queue = [];
const pictures = new Map();
let working = false;

for (const form of document.querySelectorAll("form[data-largest]")) {
  form.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file" || !input.files.length) return;
    take(form, input, [...input.files]);
  });
  if (!form.hasAttribute("data-uploads")) continue;
  form.querySelector("button[value=tai-len]")?.remove();
  form.addEventListener("submit", (event) => {
    if (!working) return;
    event.preventDefault();
    queue.push({ form, press: event.submitter });
  });
}

function take(form, input, files) {
  const block = input.closest("[data-paper]");
  const list = listOf(block || input.closest(".govuk-form-group"));
  if (!block) list.replaceChildren();
  const fits = files.filter((file) => file.size <= Number(form.dataset.largest));
  for (const file of files) {
    if (!fits.includes(file)) say(line(list, file), form.dataset.tooLarge);
  }
  if (!block) {
    if (fits.length < files.length) empty(input);
    return;
  }
  empty(input);
  for (const file of fits) {
    queue.push({ form, name: input.name, paper: block.dataset.paper, file, row: line(list, file) });
  }
  work();
}

function empty(input) {
  input.value = "";
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function listOf(place) {
  const known = place.nextElementSibling;
  if (known?.matches("ul[data-uploading]")) return known;
  const list = document.createElement("ul");
  list.className = "lt-files";
  list.dataset.uploading = "";
  list.setAttribute("aria-live", "polite");
  place.after(list);
  return list;
}

function line(list, file) {
  const row = document.createElement("li");
  row.className = "lt-files__file";
  row.append(file.name);
  list.append(row);
  return row;
}

function say(row, sentence) {
  row.querySelector("progress")?.remove();
  row.querySelector(".govuk-error-message")?.remove();
  const said = document.createElement("p");
  said.className = "govuk-error-message";
  said.textContent = sentence;
  row.append(said);
}

async function work() {
  if (working) return;
  working = true;
  let next;
  while ((next = queue.shift())) {
    if (!next.press) {
      await send(next);
      continue;
    }
    if (document.querySelector("[data-uploading] button")) continue; // something has not arrived: the person decides
    working = false;
    next.form.requestSubmit(next.press);
    return;
  }
  working = false;
}

function send(what) {
  const { form, row, file } = what;
  row.querySelector(".govuk-error-message")?.remove();
  row.querySelector("button")?.remove();
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.setAttribute("aria-label", form.dataset.sending.replace("{}", file.name));
  row.append(bar);
  const body = new FormData();
  body.append("csrf_token", form.elements.csrf_token.value);
  body.append("viec", "tai-len");
  body.append(what.name, file);
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/html");
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
    };
    request.onload = () => {
      if (![200, 422].includes(request.status)) again(what);
      else if (new URL(request.responseURL).pathname !== new URL(form.action).pathname) location.assign(request.responseURL);
      else show(what, new DOMParser().parseFromString(request.responseText, "text/html"), request.status === 200);
      done();
    };
    request.onerror = request.onabort = () => {
      again(what);
      done();
    };
    request.send(body);
  });
}

function again(what) {
  say(what.row, what.form.dataset.failed);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary";
  button.textContent = what.form.dataset.again;
  button.addEventListener("click", () => {
    queue.push(what);
    work();
  });
  what.row.append(button);
}

function show(what, page, arrived) {
  const find = (root) => [...root.querySelectorAll("[data-paper]")].find((block) => block.dataset.paper === what.paper);
  const before = find(document);
  const after = find(page);
  if (!before || !after) return location.reload();
  const inside = before.contains(document.activeElement) || document.activeElement === document.body;
  before.replaceWith(after);
  after.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
  if (inside) after.querySelector("button, input")?.focus({ preventScroll: true });
  if (!page.querySelector(".govuk-error-summary")) document.querySelector(".govuk-error-summary")?.remove();
  what.row.remove();
  const links = [...after.querySelectorAll(".lt-files__file > a[href]")];
  if (arrived && links.length) picture(links.at(-1).getAttribute("href"), what.file);
  for (const link of links) hang(link);
}

/* Drawn here from the file itself: nothing has to come back over a slow line. */
async function picture(address, file) {
  try {
    const bitmap = await createImageBitmap(file, { resizeHeight: MOST_PIXELS, resizeQuality: "medium" });
    const canvas = document.createElement("canvas");
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    canvas.className = "lt-files__picture";
    canvas.setAttribute("aria-hidden", "true");
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    pictures.set(address, canvas);
    for (const link of document.querySelectorAll(".lt-files__file > a[href]")) hang(link);
  } catch {
    // No picture, or of a kind that this browser does not draw.
  }
}

function hang(link) {
  const canvas = pictures.get(link.getAttribute("href"));
  if (canvas) link.before(canvas);
}
