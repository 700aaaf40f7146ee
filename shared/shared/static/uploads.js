/* Files are sent one by one as they are chosen, pictures of one choice together, with what has arrived shown, and sent again when the line breaks.
   Large ones go in pieces; of a form that is sent by its own button they go ahead of it, and the form names them.
   Without this script the form sends them all at once, as any form does. */

const { PIECE, Refused, abandon, begun, giveUp, isBegun, sendInPieces, wereTaken } = await import(document.querySelector("script[data-pieces]").dataset.pieces);

const MOST_PIXELS = 64;
const queue = [];
const pictures = new Map();
const ahead = new Map(); // file box of a form that is sent by its button: what goes ahead of it
let working = false;

for (const form of document.querySelectorAll("form[data-largest]")) {
  form.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file") return;
    const files = [...input.files];
    for (const what of ahead.get(input) ?? []) {
      what.stop.abort();
      if (!files.some((file) => isSame(file, what.files[0]))) abandon(form, what.files[0]);
    }
    ahead.delete(input);
    if (files.length) take(form, input, files);
  });
  if (form.hasAttribute("data-uploads")) form.querySelector("button[value=tai-len]")?.remove();
  if (!form.dataset.pieces) continue;
  form.addEventListener("submit", (event) => {
    if (!working) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    queue.push({ form, press: event.submitter });
  }, true);
  form.addEventListener("formdata", ({ formData }) => name(form, formData));
  remind(form);
}

function take(form, input, files) {
  const block = input.closest("[data-paper]");
  const list = listOf(block || input.closest(".govuk-form-group"));
  for (const row of [...list.children]) {
    if (row.begun ? files.some((file) => isBegun(form, file, row.begun)) : !block) row.remove();
  }
  const fits = files.filter((file) => file.size <= Number(form.dataset.largest));
  for (const file of files) {
    if (!fits.includes(file)) say(line(list, file), form.dataset.tooLarge);
  }
  if (!block) {
    if (fits.length < files.length) empty(input);
    else sendAhead(form, input, list, fits);
    return;
  }
  empty(input);
  tell(input, fits);
  const pictures = fits.filter(isPicture);
  const singly = pictures.length > 1 ? fits.filter((file) => !isPicture(file)) : fits;
  const presses = singly.map((file) => [file]);
  if (pictures.length > 1) presses.unshift(pictures); // pages of one paper: the server makes one PDF of them
  for (const files of presses) {
    queue.push({ form, name: input.name, paper: block.dataset.paper, files, row: line(list, ...files) });
  }
  work();
}

const isSame = (one, other) => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
const isLarge = (form, file) => Boolean(form.dataset.pieces) && file.size > PIECE;

function sendAhead(form, input, list, files) {
  const large = files.filter((file) => isLarge(form, file));
  const sent = large.map((file) => ({ form, name: input.name, files: [file], row: line(list, file), stop: new AbortController(), id: "" }));
  ahead.set(input, sent);
  queue.push(...sent);
  work();
}

/** What has gone ahead is named in the form instead of being sent a second time. */
function name(form, sent) {
  for (const [input, files] of ahead) {
    if (input.form !== form) continue;
    const idOf = (value) => files.find(({ files: [file] }) => isSame(file, value))?.id;
    const values = sent.getAll(input.name);
    sent.delete(input.name);
    for (const value of values) sent.append(input.name, idOf(value) || value);
  }
}

/** A page that was loaded anew has lost the files, but not what has arrived of them. */
async function remind(form) {
  for (const one of await begun(form)) {
    const input = form.querySelector(`input[type=file][name="${CSS.escape(one.field)}"]`);
    if (!input) continue;
    const row = line(listOf(input.closest("[data-paper]") || input.closest(".govuk-form-group")), one);
    row.begun = one;
    const said = document.createElement("p");
    said.className = "lt-files__note";
    said.textContent = form.dataset.rest.replace("{}", String(Math.floor(100 * one.share)));
    const drop = button(form.dataset.drop, () => {
      giveUp(one);
      row.remove();
    });
    drop.setAttribute("aria-label", `${form.dataset.drop} ${one.name}`);
    row.append(said, drop);
  }
}

function isPicture(file) {
  return /^image\//.test(file.type) || /\.(jpe?g|png|hei[cf]|webp)$/i.test(file.name);
}

function empty(input) {
  input.value = "";
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** The box is free for more, but something was chosen: its button says what, until the page says what arrived. */
function tell(input, files) {
  const said = input.closest("[data-module=govuk-file-upload]")?.querySelector(".govuk-file-upload-button__status");
  if (said && files.length) said.textContent = files.map((file) => file.name).join(", ");
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

function line(list, ...files) {
  const row = document.createElement("li");
  row.className = "lt-files__file";
  row.append(files.map((file) => file.name).join(", "));
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

function button(words, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "govuk-button govuk-button--secondary";
  made.textContent = words;
  made.addEventListener("click", press);
  return made;
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
    if (document.querySelector("[data-uploading] [data-again]")) continue; // something has not arrived: the person decides
    working = false;
    next.form.requestSubmit(next.press);
    return;
  }
  working = false;
}

async function send(what) {
  const { form, row, files, stop } = what;
  row.querySelector(".govuk-error-message")?.remove();
  row.querySelector("button")?.remove();
  const bar = document.createElement("progress");
  bar.max = files.reduce((sum, file) => sum + file.size, 0);
  bar.setAttribute("aria-label", form.dataset.sending.replace("{}", files.map((file) => file.name).join(", ")));
  row.append(bar);
  try {
    if (what.ids && (await wereTaken(form, what.ids))) return show(what, parsed(await (await fetch(form.action)).text()), true);
    const values = await sendLarge(what, bar);
    if (stop) [what.id] = values;
    else await post(what, values, bar);
  } catch (error) {
    if (stop?.signal.aborted) row.remove();
    else if (error instanceof Refused) say(row, error.message);
    else again(what);
  }
}

/** For each file what the form sends in its place: the id of an upload, or, where it is small, the file. */
async function sendLarge({ form, name, files, stop }, bar) {
  const values = [];
  let before = 0;
  for (const file of files) {
    const told = (bytes) => (bar.value = before + bytes);
    const large = isLarge(form, file);
    values.push(large ? await sendInPieces(form, name, file, told, stop?.signal) : file);
    if (large) before += file.size;
  }
  return values;
}

function post(what, values, bar) {
  const { form } = what;
  const body = new FormData();
  body.append("csrf_token", form.elements.csrf_token.value);
  body.append("viec", "tai-len");
  for (const value of values) body.append(what.name, value);
  what.ids = values.every((value) => typeof value === "string") ? values : null;
  const before = bar.value;
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/html");
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) bar.value = before + ((bar.max - before) * event.loaded) / event.total;
    };
    request.onload = () => {
      if (![200, 422].includes(request.status)) return fail(new Error(`form answered ${request.status}`));
      if (new URL(request.responseURL).pathname !== new URL(form.action).pathname) location.assign(request.responseURL);
      else show(what, parsed(request.responseText), request.status === 200);
      done();
    };
    request.onerror = request.onabort = () => fail(new Error("line broken"));
    request.send(body);
  });
}

const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

function again(what) {
  say(what.row, what.form.dataset.failed);
  const press = button(what.form.dataset.again, () => {
    queue.push(what);
    work();
  });
  press.dataset.again = "";
  what.row.append(press);
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
  if (!arrived) stay();
  const links = [...after.querySelectorAll(".lt-files__file a[download]")];
  if (arrived && links.length) picture(links.at(-1).getAttribute("href"), what.files[0]);
  for (const link of links) hang(link);
}

/* A refusal is for the person to read: who has pressed on meanwhile presses again. */
function stay() {
  for (let at = queue.length - 1; at >= 0; at--) if (queue[at].press) queue.splice(at, 1);
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
    for (const link of document.querySelectorAll(".lt-files__file a[download]")) hang(link);
  } catch {
    // No picture, or of a kind that this browser does not draw.
  }
}

function hang(link) {
  const canvas = pictures.get(link.getAttribute("href"));
  if (canvas) link.closest("li").prepend(canvas);
}

/* What was chosen before this script had come, on a slow line. */
for (const input of document.querySelectorAll("form[data-largest] input[type=file]")) {
  if (input.files.length) take(input.form, input, [...input.files]);
}
