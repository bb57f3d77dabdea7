// Shows a form and leads it to its end: fill in, look again, sign, result. `startForm` is all that a page needs.

import { freshID, controlAt, h, showError } from "./fields/dom.js";
import { draftID } from "./drafts.js";
import { audienceOf, audienceProblems, mountAudience } from "./form-audience.js";
import { formContext, problemText } from "./form-context.js";
import { checkFields, blankValues, fieldValues, fieldsJSON, fieldPointer, fieldsOf, isAnySaid, keyOf, lostMembers, randomSubject, sayFields, subjectOf, tidied } from "./form-model.js";
import { review } from "./form-review.js";
import { loadAbout, loadSources } from "./form-sources.js";
import { page } from "./page.js";
import { showSent } from "./sent-item.js";
import { begin, drafts, onKept, onQueue, queue } from "./sending.js";
import { ageText, t } from "./words.js";

const SUBJECT = /^[a-z0-9][a-z0-9.-]{0,63}$/;
let isBegun = false;

/** The form called `name`. */
export async function loadForm(name) {
  if (!/^[a-z-]{1,40}$/.test(name)) throw new Error(name);
  const reply = await fetch(`${page.forms}/${name}.json`);
  if (!reply.ok) throw new Error(name);
  return reply.json();
}

/**
 * Starts a form in an element.
 *
 * - `form`: its name, such as `site`.
 * - `record`: `owner/subject` of what it is about, where it is about something.
 * - `about`: `{ record, owner, audience, statement, details, title }` where the page has it; else the node is asked.
 * - `prefill`: `{ body }`, JSON as a statement has it, or `{ values }`, as a draft has them; `{ audience }` too.
 * - `draft`: the name of a draft to go on with.
 *
 * Returns `{ element, values(), end() }`.
 */
export async function startForm(element, { form: name, record = null, about = null, prefill = {}, draft: draftName = null }) {
  if (!isBegun) { isBegun = true; begin(); }
  element.replaceChildren(h("p", { role: "status" }, t("form.loading")));
  const [form, sources, kept] = await Promise.all([loadForm(name), loadSources(), draftName ? drafts.get(draftName) : null]);
  const at = kept?.about?.record ?? record;
  let known = about ?? kept?.about ?? null;
  if (at && !about) known = await loadAbout(form, at).catch(() => known);
  const context = formContext({ t, language: page.lang, sources, form });
  const fields = fieldsOf(form);
  const values = kept?.values ?? firstValues(form, fields, known, at, prefill);
  const state = {
    id: kept?.id ?? draftID(), form: name, kind: form.kind, values, subject: kept?.subject ?? (form.subject.how.startsWith("record") || form.about || !record ? "" : record.split("/")[1]), random: kept?.random ?? randomSubject(form.subject.start),
    audience: kept?.audience ?? { choice: form.audience.may.length === 1 && form.audience.may[0] === "open" ? "open" : null, parties: [], ...prefill.audience }, about: known,
  };
  const notes = [];
  if (!kept && known?.details && (form.prefills === "details" || (!form.about && record))) {
    const lost = lostMembers(fields, known.details);
    if (lost.length) notes.push(t("form.about.lost", { members: lost.join(", ") }));
  }
  if (prefill.statement && known?.statement && prefill.statement !== known.statement) notes.push(t("form.about.newer"));
  const view = new FormView(element, { form, fields, state, context, record: at, kept, notes });
  view.draw();
  return { element, values: () => structuredClone(state.values), end: () => view.end() };
}

function firstValues(form, fields, about, record, prefill) {
  const isRestated = form.prefills === "details" || (!form.about && record);
  const begin_ = isRestated && about?.details && !prefill.body ? fieldValues(fields, about.details) : blankValues(fields);
  const values = prefill.body ? { ...begin_, ...fieldValues(fields, { ...prefill.body }) } : { ...begin_, ...prefill.values };
  for (const field of fields.filter((each) => each.takes)) {
    // The text that the page showed counts before the one in force now: nobody receives what they have not seen.
    const taken = prefill[field.takes] ?? { record, statement: about?.statement }[field.takes];
    if (taken && !values[keyOf(field)]) values[keyOf(field)] = taken;
  }
  return values;
}

class FormView {
  constructor(element, { form, fields, state, context, record, kept, notes }) {
    Object.assign(this, { element, form, fields, state, context, record, kept, notes, isBusy: false });
  }

  get speaker() { return page.party; }

  audience() { return audienceOf(this.state.audience, this.state.about, this.speaker); }

  subject() {
    return subjectOf(this.form, this.state.values, { record: this.record, given: this.state.subject, random: this.state.random, isOpen: this.audience() === "open", now: this.now });
  }

  changed() {
    const { id, form, kind, values, subject, random, audience, about } = this.state;
    drafts.change({ id, form, kind, values, subject, random, audience, about, title: this.title(), language: page.lang });
    if (this.subjectHint) this.subjectHint.textContent = t("form.subject.proposed", { subject: this.subject() });
  }

  title() { return this.context.t(this.form.title) + (this.state.about?.title ? ` · ${this.state.about.title}` : ""); }

  draw() {
    const { form, context, state } = this;
    this.now ??= Date.now();
    this.summary = h("section", { class: "error-summary", tabindex: "-1", role: "alert", hidden: true });
    this.keptLine = h("p", { class: "kept", role: "status" }, this.kept ? t("form.draft.restored", { age: ageText(Date.parse(this.kept.keptAt) - Date.now()) }) : "");
    const boxes = form.sections.map((section) => context.mountFields(section.fields, state.values, (values) => {
      // Only what this section holds, so that two sections never overwrite each other.
      for (const field of section.fields) state.values = { ...state.values, [keyOf(field)]: values[keyOf(field)] };
      for (const box of boxes) box.refresh(state.values);
      this.changed();
    }, "", this.fields));
    const sections = form.sections.map((section, at) => {
      const lead = section.lead ? h("p", {}, context.t(section.lead)) : null;
      if (!section.isAside) return h("section", { class: "form-section" }, h("h2", {}, context.t(section.legend)), lead, boxes[at]);
      return h("details", { class: "form-section", open: isAnySaid(section.fields, state.values) }, h("summary", {}, h("h2", {}, context.t(section.legend))), lead, boxes[at]);
    });
    this.form_ = h("form", { novalidate: true, class: "parley-form", onsubmit: (event) => { event.preventDefault(); this.look(); } },
      [...document.querySelectorAll("main h1")].some((title) => !this.element.contains(title)) ? null : h("h1", { tabindex: "-1" }, context.t(form.title)), form.lead ? h("p", { class: "form-lead" }, context.t(form.lead)) : null,
      state.about?.title ? h("p", { class: "form-about" }, t("form.about"), " ", h("bdi", {}, state.about.title), " ", h("bdi", { dir: "ltr", class: "record-name" }, state.about.record)) : null,
      this.notes.map((note) => h("p", { class: "form-note", role: "note" }, note)), this.keptLine, this.summary, ...sections, this.subjectField(), mountAudience(form, state.audience, (audience) => { state.audience = audience; this.changed(); }, context, state.about, this.speaker),
      h("div", { class: "form-actions" }, h("button", { type: "submit", class: "primary" }, t("form.review.look")),
        h("button", { type: "button", class: "quiet", onclick: () => this.discard() }, t("form.draft.discard"))));
    this.element.replaceChildren(this.form_);
    this.stopKept ??= onKept(({ id, keptAt, error }) => {
      if (id !== state.id) return;
      this.keptLine.textContent = error ? t("form.draft.not-kept", { reason: error.rule ? t(`form.error.${error.rule}`, error.values) : error.message }) : t("form.draft.kept", { time: context.localTime(keptAt) });
    });
  }

  subjectField() {
    const { how } = this.form.subject;
    if (how.startsWith("record") || how === "random") return null;
    const control = h("input", { id: freshID(), value: this.state.subject, dir: "ltr", autocomplete: "off", "data-pointer": "/-/subject", oninput: (event) => { this.state.subject = event.target.value.trim(); this.changed(); } });
    this.subjectHint = h("p", { class: "field-hint", id: `${control.id}-hint` }, t("form.subject.proposed", { subject: this.subject() }));
    control.setAttribute("aria-describedby", `${control.id}-hint ${control.id}-error`);
    return h("section", { class: "form-section" }, h("h2", {}, t("form.subject.legend")), h("div", { class: "field" }, h("label", { for: control.id }, t("form.subject.label")),
      h("p", { class: "field-hint" }, t("form.subject.hint")), control, this.subjectHint, h("p", { id: `${control.id}-error`, class: "field-error", hidden: true })));
  }

  problems() {
    const found = checkFields(this.fields, this.state.values);
    if (!SUBJECT.test(this.subject())) found.push({ pointer: "/-/subject", rule: "name-form", values: { name: this.subject() }, label: "form.subject.label" });
    found.push(...audienceProblems(this.form, this.state.audience, this.state.about, this.speaker).map((problem) => ({ ...problem, label: "form.audience.legend" })));
    const audience = this.audience();
    for (const pointer of ["/to", "/recipients"]) {
      const named = this.state.values[pointer] ?? [];
      const outside = Array.isArray(audience) ? named.filter((party) => !audience.includes(party)) : [];
      if (outside.length) found.push({ pointer, rule: "outside-audience", values: { parties: outside.map(this.context.partyName).join(", ") }, label: this.fields.find((field) => field.path === pointer)?.label });
    }
    return found;
  }

  showProblems(problems) {
    for (const control of this.form_.querySelectorAll("[aria-invalid]")) showError(control, null);
    for (const group of this.form_.querySelectorAll(".field-error")) group.hidden = true;
    this.summary.hidden = problems.length === 0;
    if (problems.length === 0) return;
    const seen = new Set();
    const items = problems.map((problem) => {
      const text = problem.text ?? problemText(problem, this.context);
      const control = problem.pointer === null ? null : controlAt(this.form_, problem.pointer);
      if (control) {
        control.id ||= freshID();
        for (let at = control.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
        if (!seen.has(control)) showError(control, text);
        seen.add(control);
      }
      const label = problem.label ? `${this.context.t(problem.label)}: ` : "";
      return h("li", {}, control ? h("a", { href: `#${control.id}`, onclick: (event) => { event.preventDefault(); control.focus(); control.scrollIntoView({ block: "center" }); } }, label + text) : label + text);
    });
    this.summary.replaceChildren(h("h2", {}, t("form.error.summary", { count: problems.length })), h("ul", {}, items));
    this.summary.focus();
  }

  async look() {
    if (this.isBusy) return;
    const tidy = tidied(this.fields, this.state.values);
    if (JSON.stringify(tidy) !== JSON.stringify(this.state.values)) {
      this.state.values = tidy;
      this.draw();
    }
    const problems = this.problems();
    this.showProblems(problems);
    if (problems.length) return;
    if (!page.officer) return this.showProblems([{ pointer: null, rule: "not-signed-in" }]);
    const { state, form, context } = this;
    const frozen = structuredClone({ kind: form.kind, subject: this.subject(), body: fieldsJSON(this.fields, state.values), audience: this.audience() });
    const said = sayFields(this.fields, state.values, context);
    this.isBusy = true;
    const identity = { party: page.party, officer: page.officer, key: page.key };
    const isSigned = await review(this.element, { form, said, subject: frozen.subject, audience: frozen.audience, identity, isExercise: page.isExercise, context });
    this.isBusy = false;
    if (isSigned) await this.send(frozen, identity);
  }

  async send(frozen, identity) {
    const { state, form } = this;
    let item;
    try {
      await drafts.flush();
      item = await queue.enqueue({
        id: state.id, form: form.form, title: this.title(), frozen, values: state.values, audienceChosen: state.audience, about: state.about, subjectGiven: state.subject,
        ...identity, record: this.record ?? `${identity.party}/${frozen.subject}`,
      });
      await drafts.discard(state.id);
    } catch (error) {
      this.showProblems([{ pointer: null, text: error.rule ? t(`form.error.${error.rule}`, error.values) : error.message }]);
      return;
    }
    const result = h("section", { class: "result", "aria-live": "polite" });
    this.element.replaceChildren(result);
    let isOver = false;
    const show = async () => {
      const now = await queue.get(item.id);
      if (isOver || !now || !this.element.contains(result)) return;
      if (now.state !== "refused") return result.replaceChildren(showSent(now, this.context));
      isOver = true;
      stop();
      await this.refused(now);
    };
    const stop = onQueue(show);
    await show();
    result.querySelector("h2")?.focus();
    await queue.run();
    await show();
  }

  /** What the node refused comes back to the field; the statement was not logged. */
  async refused(item) {
    const { problem } = item;
    await queue.discard(item.id);
    this.state.id = draftID();
    this.draw();
    this.changed();
    const text = problem.detail || (problem.word ? t(problem.word, problem.values) : problem.rule);
    this.showProblems([{ pointer: fieldPointer(problem.pointer), text: t("form.error.refused", { detail: text }) }]);
  }

  async discard() {
    await drafts.discard(this.state.id);
    this.end();
    location.assign("/console/sent");
  }

  end() { this.stopKept?.(); }
}
