// What somebody would type into each form: values as a draft has them. `{…}` names what a story fills in.

const en = (text, language = "en") => [{ language, text }];
const PAST = "2026-01-12T16:12";

const site = {
  "/category": "static-site", "/kind": "hospital", "/name": [...en("Example hospital"), ...en("مستشفى المثال", "ar")], "/placeCode": "SY0203",
  "/place": { shape: "circle", centre: "36°12′00.0″ N 37°09′00.0″ E", radius: "60", outline: "", path: "", halfWidth: "" }, "/given/method": "GPS on site", "/given/precisionMetres": "20",
  "/altitude/reference": "SFC", "/altitude/lowerMetres": "0", "/altitude/upperMetres": "40,5", "/standOffClass": "site", "/valid": { from: "2026-01-01T00:00", until: "" },
  "/consent/by": "Director of the hospital", "/consent/givenAt": "2025-12-30T09:00", "/consent/reference": "letter 12", "/contact/role": "Duty doctor", "/contact/phones": "+000 000 000\n+000 000 001",
  "/sector": "health", "/functionalStatus": "partly-functional", "/staffPresence": "by-day", "/people": "١٢٠", "/organisation": en("Example health"), "/recipients": ["government"], "/submission": "list-1",
  "/adminAreas": [{ "/level": "0", "/code": "SY", "/name": en("") }, { "/level": "1", "/code": "SY02", "/name": en("Aleppo") }], "/focalPoints": [{ "/role": "Head of mission", "/phones": "", "/radio": "channel 6" }],
  "/markings": [{ "/text": "red crescent on the roof", "/visible": ["thermal", "day"] }], "/documents": [{ "/kind": "photo", "/sha256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "/text": "roof" }],
  "/verification/at": "2025-12-29T09:00", "/verification/by": "security officer\nhead of mission", "/emergency/reason": "shelling",
};

const leg = (from, to, departs, arrives, isReturn = false) => ({ "/from": from, "/to": to, "/path": "36.20000N 37.15000E\n36.15000N 36.97000E", "/departs": departs, "/arrives": arrives, "/return": isReturn });
const movement = {
  "/name": en("Example convoy"), "/purpose": "Food distribution", "/cargo": "Food parcels", "/standOffClass": "convoy", "/halfWidthMetres": "100", "/category": "evacuation", "/reference": "M-12",
  "/legs": [leg("Depot", "Distribution point", "2030-01-02T07:00", "2030-01-02T09:00"), leg("Distribution point", "Depot", "2030-01-02T10:00", "2030-01-02T12:00", true)],
  "/vehicles": [{ "/kind": "truck", "/count": "4", "/marking": "roof logo, by day only", "/colour": "white", "/plates": "AB 1\nAB 2" }], "/people": "9", "/contact/role": "Convoy leader", "/contact/radio": "channel 6",
  "/tracking/device": "beacon", "/segments": [{ "/leg": "0", "/fromMetres": "", "/untilMetres": "5000", "/name": "to the checkpoint", "/controlledBy": { name: "Governor", party: "government" }, "/basis": "map" }],
};

const message = {
  "/line": "neutral/line", "/to": ["government"], "/purpose": "ultimatum", "/urgency": "flash", "#about": "incident", "/about/incident": en("Strikes south of the airfield"), "/text": en("These are our people. Stop at once."),
  "/expires": "2030-01-01T00:00", "/positions": [{ "/label": "the hill", "": { position: "35.28000N 40.06000E", second: "37SEV9639704609" }, "/precisionMetres": "100" }, { "/label": "", "": { position: "37SEV 96397 04609", second: "" }, "/precisionMetres": "" }],
  "/time": { from: "2026-11-28T03:00", until: "2026-11-28T05:00" },
};

const constraint = {
  "/type": "movement-restriction", "/affects": "humanitarian", "/impediment/kind": "other", "/impediment/text": "a list of drivers", "/policy": "informal", "/place": { name: "Example checkpoint", pcode: "SY01", position: "36.21000N 37.10000E" },
  "/area": { shape: "polygon", centre: "", radius: "", outline: "36.1N 37.1E\n36.1N 37.2E\n36.2N 37.2E", path: "", halfWidth: "" }, "/from": "2026-01-10T06:00", "/until": "2026-01-11T06:00", "/decidedBy": { name: "Governor", party: "" }, "/reason": "no reason given",
  "/effect/peopleNotReached": "40000", "/effect/movements": "un-hub/convoy-7", "/effect/daysLost": "3", "/sectors": "food\nhealth", "/organisationType": "international NGO", "/actionTaken": "raised", "/source": "field office",
};

const request = {
  "/name": en("Duma"), "/crossing": "cross-line", "/destination": { name: "Duma", pcode: "SY0304", position: "" }, "/period": { from: "2026-03-05T00:00", until: "2026-03-06T00:00" }, "/people": "70000", "/sectors": "food\nhealth",
  "/answeredBy": { name: "Ministry", party: "government" }, "/cargo": "sealed", "/trucks": "46", "/operators": ["government"],
  "/lines": [{ "/line": "kits", "/item": "Trauma kits", "/category": "surgical", "/unit": "kit", "/planned": "200", "/requested": "180.5", "/supplier": "WHO" }, { "/line": "flour", "/item": "Flour", "/category": "food", "/unit": "kg", "/planned": "", "/requested": "247 800", "/supplier": "" }],
};

const amounts = [{ "/line": "flour", "/unit": "kg", "/amount": "172000" }];
const claim = (about, values) => ({ "/about": about, "/by": { name: "Example observatory", party: "" }, "/reportedAt": "2026-01-12", "/source": "evening bulletin", ...values });

/** The story: who says what, in an order in which each may be said. */
export const story = [
  { form: "site", by: "un-hub", values: site, save: "site" },
  { form: "notification-amend", by: "un-hub", about: "site", values: { ...site, "/people": "130", "/submission": "" } },
  { form: "notification-reconfirm", by: "un-hub", about: "site", values: { "/at": PAST, "/by": "security officer", "/until": "2031-01-01T00:00", "/note": "as before" } },
  { form: "notification-receive", by: "government", about: "site", values: { "/receivedAt": PAST, "/means": "console", "/note": "noted" } },
  { form: "notification-challenge", by: "government", about: "site", values: { "/reason": "coordinates", "/text": "It is 9 km off." }, save: "challenge" },
  { form: "notification-answer-challenge", by: "un-hub", about: "site", challenge: "challenge", values: { "/answer": "stands", "/text": "We looked again." } },
  { form: "unit-declare", by: "government", values: { "/name": en("Battalion"), "/area": { shape: "route", centre: "", radius: "", outline: "", path: "36.20000N 37.15000E\n36.15000N 36.97000E", halfWidth: "500" }, "/window": { from: "2029-01-01T00:00", until: "2031-01-01T00:00" } } },
  { form: "notice-disseminate", by: "government", about: "site", values: { "/depth": "operating-unit", "/unit": "unit-1", "/at": PAST, "/by": "watch officer" } },
  { form: "notification-withdraw", by: "un-hub", about: "site", values: { "/reason": "closed", "/submission": "list-2" } },
  { form: "movement", by: "un-hub", values: movement, save: "movement" },
  { form: "movement-amend", by: "un-hub", about: "movement", values: { ...movement, "/people": "10" } },
  { form: "movement-depart", by: "un-hub", about: "movement", values: { "/at": "{now}" } },
  { form: "movement-check-in", by: "un-hub", about: "movement", values: { "/at": "{now}", "/position": "36.19N 37.14E", "/accuracyMetres": "50", "/means": "radio", "/note": "all well", "/confirmed": true } },
  { form: "movement-delay", by: "un-hub", about: "movement", values: { "/seconds": "1800", "/reason": "checkpoint" } },
  { form: "movement-close", by: "un-hub", about: "movement", values: { "/outcome": "impeded-completed", "/at": "{now}", "/decidedBy": "Governor", "/reason": "no reason given", "/agreement/by": { name: "Governor", party: "government" }, "/agreement/at": "2026-01-01T00:00", "/agreement/reference": "12" } },
  { form: "message-send", by: "un-hub", values: message, save: "message" },
  { form: "message-correct", by: "un-hub", about: "message", values: { ...message, "/text": en("Stop at once: this is our convoy.") }, save: "message" },
  { form: "message-read-back", by: "government", about: "message", values: { "#about": "incident", "/about/incident": en("strikes"), "/positions": [{ "": "35.2800 N 40.0600 E" }, { "": "37S EV 96397 04609" }], "/time": message["/time"] } },
  { form: "message-acknowledge", by: "government", about: "message", values: { "/note": "received" } },
  { form: "message-answer", by: "government", about: "message", values: { "/answer": "other", "/at": "{now}", "/by": "Duty officer", "/text": en("We look."), "/enteredLater/means": "telephone", "/enteredLater/at": "{now}" } },
  { form: "message-close", by: "un-hub", about: "message", values: { "/reason": "it stopped" } },
  { form: "incident-report", by: "un-hub", values: { "/kind": "attack", "/from": PAST, "/until": "2026-01-12T17:00", "/toleranceSeconds": "1800", "/place": { name: "Example warehouse", pcode: "", position: "0.0000001N 0.0000001W" }, "/about": "un-hub/convoy-7", "/text": "The convoy was hit.", "/source": "driver" }, save: "incident" },
  { form: "incident-claim", by: "government", about: "incident", values: claim("killed", { "#as": "number", "value-number": "12", "/of": "40", "/qualifier": "aid workers", "/toleranceSeconds": "3600" }) },
  { form: "incident-claim", by: "government", about: "incident", values: claim("injured", { "#as": "words", "value-words": "several" }) },
  { form: "incident-claim", by: "un-hub", about: "incident", values: claim("munition", { "value-texts": "mortar\nrocket", "/reportedAt": "٢٠٢٦-01-12 18:00" }) },
  { form: "incident-claim", by: "un-hub", about: "incident", values: claim("time", { "value-time": { from: PAST, until: "" } }) },
  { form: "dossier-dispute", by: "government", about: "incident", values: { "/field": "/text", "/text": "It was not a convoy." } },
  { form: "hazard-report", by: "un-hub", values: { "/area": { shape: "circle", centre: "36.20000N 37.05000E", radius: "100", outline: "", path: "", halfWidth: "" }, "/status": "cleared", "/kind": "mines", "/method": "clearance", "/confidence": "high", "/asOf": "2026-01-05T00:00", "/reportedBy": { name: "Mine action centre", party: "" }, "/clearedDepthMetres": "0.2", "/reference": "IMSMA-1042" } },
  { form: "constraint-report", by: "un-hub", values: constraint },
  { form: "convoy-request", by: "un-hub", values: request, save: "convoy" },
  { form: "convoy-respond", by: "government", about: "convoy", values: { "/answer": "partial", "/at": "2026-03-03T09:00", "/people": "27500", "/decidedBy": { name: "Ministry", party: "government" }, "/reason": "no reason given", "/lines": amounts } },
  { form: "convoy-load", by: "un-hub", about: "convoy", values: { "/at": "2026-03-05T05:00", "/place": { name: "Warehouse", pcode: "", position: "" }, "/trucks": "46", "/lines": amounts } },
  { form: "convoy-progress", by: "un-hub", about: "convoy", values: { "/progress": "held", "/at": "2026-03-05T08:10", "/decidedBy": { name: "Officer", party: "" }, "/reason": "no reason given" } },
  { form: "convoy-offload", by: "un-hub", about: "convoy", values: { "/offloaded": "partial", "/at": "2026-03-05T17:00", "/trucks": "32", "/trucksReturned": "14", "/decidedBy": { name: "Leader", party: "" }, "/reason": "shelling", "/lines": amounts } },
  { form: "convoy-report", by: "un-hub", about: "convoy", values: { "/outcome": "impeded-not-completed", "/at": "2026-03-05T21:00", "/people": "19100", "/decidedBy": { name: "Several", party: "" }, "/reason": "items taken off" } },
  { form: "line-check", by: "un-hub", record: "neutral/line", values: { "/called": "government", "/at": "{now}", "/means": "telephone", "/outcome": "answered", "/answeredBy": "Duty officer", "/language": "en" } },
  { form: "line-declare", by: "government", record: "neutral/line", values: { "/state": "suspended", "/reason": "moving" } },
  { form: "roster-hand-over", by: "un-hub", values: { "/line": "neutral/line", "/at": "{now}", "/to": "relief", "/note": en("One message open."), "/openEnds": "message 12" }, save: "hand-over" },
  { form: "roster-take-over", by: "un-hub", officer: "relief", about: "hand-over", values: { "/remark": "taken" } },
];
