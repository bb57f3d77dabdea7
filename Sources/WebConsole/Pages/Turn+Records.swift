import HTTPAPI
import Hummingbird
import StrictJSON

/// Lists, and where new things begin.
extension Turn {
    /// Filters of the list that are handed on to the node as they are.
    private static let filters = ["text", "mechanism", "state", "owner", "kind"]

    /// `GET /console/records`: what the officer may read, filtered.
    func records() async throws -> Response {
        var query: [(String, String)] = [("limit", "50")]
        for name in Self.filters + ["after"] {
            let value = name == "text" ? visit.query.text(name) : visit.query[name]
            if let value, !value.isEmpty { query.append((name, value)) }
        }
        let isDossiers = visit.query["shelf"] == "dossiers"
        var content = frame("records", module: "shell")
        content["text"] = visit.query.text("text") ?? ""
        content["mechanisms"] = choices(
            ["", "notification", "movement"], chosen: visit.query["mechanism"] ?? "", "mechanism")
        content["states"] = choices(
            ["", "active", "planned", "under-way", "overdue", "expired", "withdrawn", "closed"],
            chosen: visit.query["state"] ?? "", "state")
        content["onDossiers"] = isDossiers
        if isDossiers {
            let page = try await ask("/dossiers", query.filter { ["limit", "owner", "after"].contains($0.0) })
            content["rows"] = (page["dossiers"]?.elements ?? []).map(dossierRow)
            if let after = page["after"]?.text {
                content["next"] = "?shelf=dossiers&after=\(QueryFields.encoded(after))"
            }
        } else {
            let page = try await ask("/records", query)
            content["rows"] = (page["records"]?.elements ?? []).map(recordRow)
            if let next = page["next"]?.text, let mark = next.firstIndex(of: "?") {
                content["next"] = String(next[mark...])
            }
        }
        if (content["rows"] as? [[String: Any]])?.isEmpty ?? true { content["isEmpty"] = true }
        return reply(try console.templates.render("records", content))
    }

    private func choices(_ values: [String], chosen: String, _ prefix: String) -> [[String: Any]] {
        values.map { value in
            [
                "value": value, "label": value.isEmpty ? words("records.any") : words("\(prefix).\(value)"),
                "chosen": value == chosen,
            ]
        }
    }

    private func recordRow(_ record: JSONValue) -> [String: Any] {
        let isMovement = record["mechanism"]?.text == "movement"
        let state = record["state"]?.text ?? ""
        let provenance = record["updated"] ?? record["amended"] ?? record["notified"]
        return [
            "href": "/console/records/\(record["id"]?.text ?? "")", "id": record["id"]?.text ?? "",
            "name": text(record["details"]?["name"]),
            "kind": isMovement
                ? words("mechanism.movement") : words("kind.\(record["details"]?["kind"]?.text ?? "other")"),
            "state": words("state.\(state)"), "stateTone": state, "owner": partyName(record["owner"]?.text ?? ""),
            "at": provenance?["loggedAt"]?.text ?? "",
            "restricted": record["audience"]?.kind == .array,
        ]
    }

    private func dossierRow(_ dossier: JSONValue) -> [String: Any] {
        let details = dossier["details"]
        let name = text(details?["name"])
        var out: [String: Any] = [
            "href": "/console/dossiers/\(dossier["id"]?.text ?? "")", "id": dossier["id"]?.text ?? "",
            "name": name.isEmpty ? details?["place"]?["name"]?.text ?? dossier["id"]?.text ?? "" : name,
            "kind": words("mechanism.\(dossier["mechanism"]?.text ?? "")"),
            "owner": partyName(dossier["owner"]?.text ?? ""),
            "at": dossier["stated"]?["loggedAt"]?.text ?? "", "restricted": dossier["audience"]?.kind == .array,
        ]
        if let state = dossier["state"]?.text { out["state"] = words("state.\(state)") }
        return out
    }

    /// Forms that begin something, in the order in which they are offered.
    private static let beginnings = [
        ("protect", ["site", "movement", "hazard-report"]), ("speak", ["message-send", "line-check", "line-declare"]),
        ("record", ["incident-report", "constraint-report", "convoy-request"]),
        ("duty", ["roster-hand-over", "unit-declare"]),
    ]

    /// `GET /console/new`: what can be said.
    func new() throws -> Response {
        var content = frame("new", module: "shell")
        content["groups"] = Self.beginnings.compactMap { name, forms -> [String: Any]? in
            let known = forms.filter { console.formNames.contains($0) }
            guard !known.isEmpty else { return nil }
            return [
                "title": words("new.\(name)"),
                "forms": known.map { form in
                    [
                        "href": "/console/new/\(form)", "label": words("action.\(form)"),
                        "hint": words("about.\(form)"),
                    ]
                },
            ]
        }
        return shell(reply(try console.templates.render("new", content)))
    }

    /// `GET /console/new/{form}`: the shell of a form, which a script fills; it holds nothing of anybody's.
    func form(_ name: String) throws -> Response {
        guard console.formNames.contains(name) else { throw Problem.notFound }
        return shell(
            try simple(
                "form", module: "form-page",
                ["form": name, "title": words("action.\(name)"), "formTitle": words("action.\(name)")]))
    }

    /// `GET /console/gazetteer?q=…`: places by name; not found where this node has no gazetteer.
    func gazetteer() async throws -> Response {
        guard let places = console.helpers.places else { throw Problem.notFound }
        guard let text = visit.query.text("q"), (1...100).contains(text.unicodeScalars.count) else {
            throw Problem.query("q", "must have 1 to 100 characters")
        }
        let limit = console.limits.gazetteerPlaces
        let found = try await visit.inside.compute { places(text, limit) }
        return PageReply.json { fields in
            fields.key("places")
            fields.array { list in
                for place in found {
                    list.object { row in
                        row.member("name", place.name)
                        row.member("admin", place.admin)
                        if let pcode = place.pcode { row.member("pcode", pcode) }
                        row.key("latitude")
                        row.raw(Array("\(place.latitude)".utf8))
                        row.key("longitude")
                        row.raw(Array("\(place.longitude)".utf8))
                    }
                }
            }
        }
    }
}
