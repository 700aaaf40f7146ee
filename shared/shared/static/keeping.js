/* What is typed is not lost: forms with data-keep are saved while people type, and the end of a session is announced. */

const QUIET = 1500;
const LEFT_OUT = new Set(["password", "file", "hidden", "submit", "button", "reset", "image"]);
const notices = document.getElementById("lt-notices");
const tab = (sessionStorage.ltTab ??= Math.random().toString(36).slice(2));

function notice(name, acts, parts = {}) {
  const shown = notices.content.querySelector(`[data-notice="${name}"]`).cloneNode(true);
  for (const [part, text] of Object.entries(parts)) {
    for (const place of shown.querySelectorAll(`[data-part="${part}"]`)) place.textContent = text;
  }
  for (const button of shown.querySelectorAll("[data-act]")) {
    button.addEventListener("click", () => acts[button.dataset.act]?.(shown));
  }
  return shown;
}

const hour = (moment) => new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit" }).format(moment);

/* --- forms --- */

const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !LEFT_OUT.has(field.type) && field.autocomplete !== "one-time-code");

/** [name, value] in order; boxes and radios only when ticked, so that an empty answer is an answer. */
function typedIn(form) {
  const typed = [];
  for (const field of fieldsOf(form)) {
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked) typed.push([field.name, field.value]);
    } else if (field.multiple) {
      for (const option of field.selectedOptions) typed.push([field.name, option.value]);
    } else {
      typed.push([field.name, field.value]);
    }
  }
  return typed;
}

/** Fill in; questions that appear by an answer are asked for by the change it reports. */
function fill(form, typed) {
  const left = new Map();
  for (const [name, value] of typed) left.set(name, [...(left.get(name) ?? []), value]);
  for (const field of fieldsOf(form)) {
    const values = left.get(field.name) ?? [];
    let changed = false;
    if (field.type === "checkbox" || field.type === "radio") {
      const ticked = values.includes(field.value);
      changed = field.checked !== ticked;
      field.checked = ticked;
    } else if (field.multiple) {
      for (const option of field.options) {
        changed ||= option.selected !== values.includes(option.value);
        option.selected = values.includes(option.value);
      }
    } else if (values.length) {
      const value = values.shift();
      changed = field.value !== value;
      field.value = value;
    }
    if (changed) {
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function post(path, form, values, more = {}) {
  const body = new URLSearchParams({ csrf_token: form.querySelector("[name=csrf_token]")?.value ?? "", ...values });
  return fetch(path, { method: "POST", body, ...more });
}

async function keep(form) {
  const name = `${location.pathname}#${form.dataset.keep}`;
  const action = new URL(form.getAttribute("action") ?? "", location.href).pathname;
  const printed = typedIn(form);
  let kept = JSON.stringify(printed);
  let timer = 0;
  let restoring = false;

  async function save(more) {
    clearTimeout(timer);
    timer = 0;
    const content = JSON.stringify(typedIn(form));
    if (content === kept) return;
    try {
      const answer = await post("/bieu-mau/noi-dung", form, { name, action, content, tab }, more);
      if (answer.status === 403) return ended();
      if (!answer.ok) return;
      kept = content;
      seen();
      if ((await answer.json()).elsewhere && !form.querySelector('[data-notice="elsewhere"]')) await sayElsewhere();
    } catch {
      timer = setTimeout(save, 10 * QUIET); // no connection: what is typed stands in the page, and is tried again
    }
  }

  async function sayElsewhere() {
    const found = await (await fetch(`/bieu-mau/noi-dung?name=${encodeURIComponent(name)}`)).json();
    if (!found.other) return;
    form.prepend(notice("elsewhere", {
      other: (shown) => { fill(form, JSON.parse(found.other)); shown.remove(); },
      close: (shown) => shown.remove(),
    }));
  }

  form.addEventListener("input", () => {
    if (restoring) return;
    clearTimeout(timer);
    timer = setTimeout(save, QUIET);
  });
  form.addEventListener("change", () => { if (!restoring && !timer) timer = setTimeout(save, QUIET); });
  form.addEventListener("submit", () => { clearTimeout(timer); timer = 0; form.ltSent = true; });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer && !form.ltSent) save({ keepalive: true });
  });

  // A form that came back with mistakes shows what was typed already.
  if (document.querySelector(".govuk-error-summary")) return;
  const found = await (await fetch(`/bieu-mau/noi-dung?name=${encodeURIComponent(name)}`)).json().catch(() => ({}));
  if (!found.content) return;
  const typed = JSON.parse(found.content);
  if (same(typed, printed) || !same(typedIn(form), printed)) return;
  restoring = true;
  const again = () => fill(form, typed);
  again();
  form.addEventListener("htmx:afterSettle", again, { once: true }); // questions that only came with the first answers
  setTimeout(() => { restoring = false; form.removeEventListener("htmx:afterSettle", again); }, 3000);
  kept = found.content;
  form.prepend(notice("restored", {
    drop: async (shown) => {
      await post("/bieu-mau/noi-dung/bo", form, { name });
      fill(form, printed);
      kept = JSON.stringify(printed);
      clearTimeout(timer);
      timer = 0;
      shown.remove();
    },
    close: (shown) => shown.remove(),
  }, { time: hour(new Date(found.saved_at)) }));
}

/* --- the session's end --- */

const WARN = 120_000;
const SEEN = "lt-seen";
const person = document.body.dataset.person;
const idle = Number(document.body.dataset.idle) * 1000;
let bar = null;

const latest = () => Number(document.cookie.match(/(?:^|; )lt_ends=(\d+)/)?.[1] ?? 0) * 1000 || Infinity;
/** Each answer of the server counts as a sign of life; other tabs of this browser hear of it. */
function seen() { localStorage.setItem(SEEN, String(Date.now())); }

function ended() {
  if (bar?.dataset.notice === "ended") return;
  bar?.remove();
  document.body.append(bar = notice("ended", {}));
}

function look() {
  const idleEnd = Number(localStorage.getItem(SEEN) ?? Date.now()) + idle;
  const end = Math.min(idleEnd, latest());
  const left = end - Date.now();
  if (left > WARN) {
    if (bar?.dataset.notice !== "ended") { bar?.remove(); bar = null; }
  } else if (left <= 0) {
    ended();
  } else if (!bar) {
    const name = latest() < idleEnd ? "over" : "ending";
    document.body.append(bar = notice(name, { stay }, { time: hour(new Date(end)) }));
  }
}

async function stay() {
  const answer = await (await fetch("/bieu-mau/phien")).json().catch(() => ({}));
  if (answer.subject !== person) return ended();
  seen();
  look();
}

if (person) {
  seen();
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) seen(); });
  setInterval(look, 5000);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") look(); });
}

for (const form of document.querySelectorAll("form[data-keep]")) keep(form);
/* What only saves is sent at once after signing in again; its owner pressed the button already. */
document.querySelector("form[data-finish]")?.requestSubmit();
