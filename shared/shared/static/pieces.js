/* A large file goes to the server in pieces (tus 1.0.0, `shared.web.resumable`): what has arrived stays arrived when the line breaks or the page
   is loaded anew. The tab remembers where; the server keeps it a day. */

export const PIECE = 1_048_576; // what a broken line costs at most: eight seconds at one megabit. A smaller file gains nothing by pieces.
const PAUSES = [1, 2, 4, 8, 16]; // seconds without any progress, until the person is asked
const TUS = { "Tus-Resumable": "1.0.0" };
const REMEMBERED = "lt-upload ";
const started = new Set(); // by this page: of these nobody has to be reminded

/** The server refuses the file, in a sentence for the person. */
export class Refused extends Error {}

const markOf = (form, file) => `${REMEMBERED}${pathOf(form)} ${file.name} ${file.size} ${file.lastModified}`;
const pathOf = (form) => new URL(form.action, location.href).pathname;

/** What this tab began to send for a form and nobody has taken: [{mark, name, field, place, share}], share of 1. */
export async function begun(form) {
  const found = [];
  for (const mark of Object.keys(sessionStorage)) {
    if (!mark.startsWith(`${REMEMBERED}${pathOf(form)} `)) continue;
    const { name, size, place, field } = JSON.parse(sessionStorage[mark]);
    const at = await standing(place).catch(() => 0);
    if (at === null) delete sessionStorage[mark]; // taken, or too old
    else if (!started.has(mark)) found.push({ mark, name, field, place, share: at / size });
  }
  return found;
}

export const isBegun = (form, file, one) => one.mark === markOf(form, file);

/** The person wants it no more. */
export function giveUp(one) {
  delete sessionStorage[one.mark];
  fetch(one.place, { method: "DELETE", headers: TUS, keepalive: true }).catch(() => {});
}

/** Another file was chosen in its place. */
export function abandon(form, file) {
  const mark = markOf(form, file);
  if (mark in sessionStorage) giveUp({ mark, place: JSON.parse(sessionStorage[mark]).place });
}

/** Whether a form that named these uploads has been taken although its answer did not come back. */
export async function wereTaken(form, ids) {
  const places = await Promise.all(ids.map((id) => standing(`${form.dataset.pieces}/${id}`)));
  return places.length > 0 && places.every((at) => at === null);
}

/** Send what lacks and answer the upload's id, which the form sends in the file's place. `told(bytes)`: what has arrived.
    Throws Refused, or another error when the line stays broken. */
export async function sendInPieces(form, field, file, told, signal) {
  const mark = markOf(form, file);
  started.add(mark);
  let place = sessionStorage[mark] && JSON.parse(sessionStorage[mark]).place;
  let at = null;
  for (let failed = 0; at !== file.size; ) {
    signal?.throwIfAborted();
    try {
      if (place && at === null) at = await standing(place);
      if (at === null) {
        place = await begin(form, file);
        sessionStorage[mark] = JSON.stringify({ name: file.name, size: file.size, field, place });
        at = 0;
      }
      told(at);
      if (at < file.size) {
        at = await sendPiece(place, file, at, told, signal);
        failed = 0;
      }
    } catch (error) {
      if (error instanceof Refused || error.final || signal?.aborted || failed >= PAUSES.length) throw error;
      await pause(Math.max(PAUSES[failed++], error.after ?? 0));
      at = null; // where it stands, the server knows
    }
  }
  told(at);
  return place.split("/").pop();
}

/** Bytes that have arrived; null when there is no such upload. */
async function standing(place) {
  const answer = await fetch(place, { method: "HEAD", headers: TUS, cache: "no-store" });
  if (answer.ok) return Number(answer.headers.get("Upload-Offset"));
  if (answer.status === 404) return null;
  throw broken(answer.status, answer.headers.get("Retry-After"));
}

async function begin(form, file) {
  const about = { filename: file.name, for: "form" };
  const metadata = Object.entries(about).map(([key, value]) => `${key} ${base64(value)}`).join(",");
  const headers = { ...TUS, "Upload-Length": String(file.size), "Upload-Metadata": metadata };
  const answer = await fetch(form.dataset.pieces, { method: "POST", headers });
  if (answer.status === 201) return answer.headers.get("Location");
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) {
    throw new Refused((await answer.json().catch(() => ({}))).title ?? form.dataset.failed);
  }
  throw broken(answer.status, answer.headers.get("Retry-After"));
}

function sendPiece(place, file, at, told, signal) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest(); // fetch does not tell how much has left
    const stop = () => request.abort();
    request.open("PATCH", place);
    request.setRequestHeader("Tus-Resumable", TUS["Tus-Resumable"]);
    request.setRequestHeader("Upload-Offset", String(at));
    request.setRequestHeader("Content-Type", "application/offset+octet-stream");
    request.upload.onprogress = (event) => told(at + event.loaded);
    request.onload = () => {
      if (request.status === 204) done(Number(request.getResponseHeader("Upload-Offset")));
      else fail(broken(request.status, request.getResponseHeader("Retry-After")));
    };
    request.onerror = request.onabort = () => fail(broken(0));
    request.onloadend = () => signal?.removeEventListener("abort", stop);
    signal?.addEventListener("abort", stop);
    request.send(file.slice(at, at + PIECE));
  });
}

/** Of a status that waiting does not change the person is told at once; 404 and 409 are mended by asking where it stands. */
function broken(status, after) {
  const final = status >= 400 && status < 500 && ![404, 408, 409, 429].includes(status);
  return Object.assign(new Error(`upload broken off: ${status}`), { final, after: Number(after) || 0 });
}

/** The line may come back sooner than the pause ends. */
function pause(seconds) {
  return new Promise((done) => {
    const timer = setTimeout(done, seconds * 1000);
    window.addEventListener("online", () => { clearTimeout(timer); done(); }, { once: true });
  });
}

const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
