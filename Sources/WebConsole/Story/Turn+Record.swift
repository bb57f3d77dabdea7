import ParleyNode
import TransparencyLog
import HTTPAPI
import HTTPTypes
import Hummingbird
import Statements
import StrictJSON

/// Pages of single records.
extension Turn {
    /// Where the node shows a record.
    enum Shelf {
        case record, message, dossier

        var path: String {
            switch self {
            case .record: "records"
            case .message: "messages"
            case .dossier: "dossiers"
            }
        }

        var member: String {
            switch self {
            case .record: "record"
            case .message: "message"
            case .dossier: "dossier"
            }
        }
    }

    /// `GET /console/records/{owner}/{subject}`, and the same of messages and dossiers.
    func record(_ shelf: Shelf, _ owner: String, _ subject: String) async throws -> Response {
        guard let id = RecordID("\(owner)/\(subject)") else { throw Problem.notFound }
        let answer = try await ask("/\(shelf.path)/\(id)")
        guard let record = answer[shelf.member] else { throw Problem.notFound }
        let story = try await Story.tell(id, shown: record, self)
        var content = frame("record", module: "record")
        let details = record["details"]
        let name = text(details?["name"])
        content["id"] = id.description
        content["shelf"] = shelf.path
        content["name"] = name.isEmpty ? headline(record, shelf, id) : name
        content["title"] = name.isEmpty ? id.description : name
        content["owner"] = partyName(id.owner.rawValue)
        content["kindLabel"] = kindLabel(record, shelf)
        if let state = record["state"]?.text { content["state"] = words("state.\(state)") }
        content["stateTone"] = record["state"]?.text ?? ""
        content["statement"] = record["statement"]?.text ?? ""
        content["audience"] = audience(record)
        content["isRestricted"] = record["audience"]?.kind == .array
        content["facts"] = details.map { Facts(self).of($0) } ?? []
        content["hasPlace"] = shelf == .record
        content["steps"] = story.steps.map(\.content)
        content["stepCount"] = words("story.count", count: Int64(story.steps.count))
        if story.left > 0 { content["left"] = words("story.left", count: Int64(story.left)) }
        if record["incomplete"] != nil { content["incomplete"] = true }
        let size = visit.inside.node.publisher.state.size.value
        if story.upTo < size {
            content["gathering"] = words("story.gathering", ["to": "\(story.upTo)", "of": "\(size)"])
        }
        if console.helpers.bundles != nil { content["bundle"] = "/console/bundles/\(id)" }
        let recipients = (record["recipients"]?.elements ?? []).map(recipient)
        if !recipients.isEmpty { content["recipients"] = recipients }
        let alarms = record["alarms"]?.elements ?? []
        if !alarms.isEmpty {
            content["recordAlarms"] = alarms.map {
                [
                    "label": words("alarm.\($0["alarm"]?.text ?? "")"), "text": $0["text"]?.text ?? "",
                    "since": $0["since"]?.text ?? "",
                ]
            }
        }
        let manifest = (record["manifest"]?.elements ?? []).map(manifestRow)
        if !manifest.isEmpty { content["manifest"] = manifest }
        let claims = record["claims"]?.elements ?? []
        if !claims.isEmpty { content["claims"] = claims.map { ["rows": Facts(self).of($0)] } }
        if session?.canSign == true { content["actions"] = actions(record, shelf, id) }
        return reply(try console.templates.render("record", content))
    }

    private func headline(_ record: JSONValue, _ shelf: Shelf, _ id: RecordID) -> String {
        switch shelf {
        case .message:
            let details = record["details"]
            return "\(words("purpose.\(details?["purpose"]?.text ?? "notice")")): \(text(details?["text"]))"
        default: return id.description
        }
    }

    private func kindLabel(_ record: JSONValue, _ shelf: Shelf) -> String {
        switch shelf {
        case .message: words("urgency.\(record["details"]?["urgency"]?.text ?? "routine")")
        case .dossier: words("mechanism.\(record["mechanism"]?.text ?? "")")
        case .record:
            if record["mechanism"]?.text == "movement" {
                words("mechanism.movement")
            } else {
                words("kind.\(record["details"]?["kind"]?.text ?? "other")")
            }
        }
    }

    private func audience(_ record: JSONValue) -> String {
        guard let audience = record["audience"], audience.kind == .array else { return words("audience.open") }
        let names = audience.elements.compactMap(\.text).map { partyName($0) }
        return names.isEmpty ? words("audience.nobody") : names.joined(separator: ", ")
    }

    /// How far a notice or a message has come with one recipient.
    private func recipient(_ value: JSONValue) -> [String: Any] {
        let state = value["state"]?.text ?? ""
        var out: [String: Any] = [
            "party": partyName(value["party"]?.text ?? ""),
            "state": words.has("delivery.\(state)") ? words("delivery.\(state)") : words("message-state.\(state)"),
            "stateName": state,
            "disputed": value["disputed"]?.isTrue ?? false,
        ]
        if let standing = value["standing"]?.text, standing != "takes-part" {
            out["standing"] = words("standing.\(standing)")
        }
        if let depth = value["depth"]?.text { out["depth"] = words("depth.\(depth)") }
        if let due = value["acknowledgeDue"]?.text { out["due"] = due }
        let by = (value["receipts"]?.elements ?? []) + (value["acknowledgements"]?.elements ?? [])
        if let last = by.last {
            let said = last["said"] ?? last["statement"]
            out["by"] = officerName(value["party"]?.text ?? "", last["officer"]?.text ?? said?["officer"]?.text ?? "")
            out["at"] = last["receivedAt"]?.text ?? said?["loggedAt"]?.text ?? ""
        }
        if let seconds = value["secondsToDecisionMaker"]?.number {
            out["toDecisionMaker"] = words("message.to-decision-maker", ["time": Self.duration(seconds)])
        }
        return out
    }

    private func manifestRow(_ line: JSONValue) -> [String: Any] {
        var out: [String: Any] = ["item": line["item"]?.text ?? "", "unit": line["unit"]?.text ?? ""]
        for name in ["planned", "requested", "agreed", "loaded", "removed", "delivered", "unaccounted"] {
            // What nobody stated is absent, never 0.
            out[name] = line[name]?.source ?? "–"
        }
        return out
    }

    /// What this officer may say about it, as links to forms.
    private func actions(_ record: JSONValue, _ shelf: Shelf, _ id: RecordID) -> [[String: Any]] {
        let isOwn = caller?.party == id.owner
        let state = record["state"]?.text ?? ""
        let forms: [String]
        switch shelf {
        case .message:
            forms =
                isOwn
                ? ["message-correct", "message-close"]
                : ["message-read-back", "message-acknowledge", "message-answer"]
        case .record where record["mechanism"]?.text == "movement":
            if isOwn {
                forms =
                    ["closed", "withdrawn"].contains(state)
                    ? []
                    : ["movement-depart", "movement-check-in", "movement-delay", "movement-amend", "movement-close"]
            } else {
                forms = ["notification-receive", "notice-disseminate", "notification-challenge"]
            }
        case .record:
            forms =
                isOwn
                ? ["notification-amend", "notification-reconfirm", "notification-withdraw"]
                : ["notification-receive", "notice-disseminate", "notification-challenge"]
        case .dossier:
            switch record["mechanism"]?.text {
            case "convoy":
                forms = [
                    "convoy-respond", "convoy-load", "convoy-progress", "convoy-offload", "convoy-report",
                    "dossier-dispute",
                ]
            case "incident": forms = ["incident-claim", "dossier-dispute"]
            default: forms = ["dossier-dispute"]
            }
        }
        let about = shelf == .message ? "message" : shelf == .dossier ? "dossier" : "record"
        // What is said to have been received is the text that this page shows, not one that came since.
        let text = record["statement"]?.text.map { "&statement=\($0)" } ?? ""
        return forms.filter { console.formNames.contains($0) }.map { form in
            [
                "href": "/console/new/\(form)?\(about)=\(id)\(Self.receipts.contains(form) ? text : "")",
                "label": words("action.\(form)"),
            ]
        }
    }

    /// Forms that speak of the text before the officer's eyes.
    private static let receipts: Set<String> = [
        "notification-receive", "message-read-back", "message-acknowledge", "message-answer",
    ]

    /// `GET /console/bundles/{owner}/{subject}`: everything about a record in one page that verifies offline.
    func bundle(_ owner: String, _ subject: String) async throws -> Response {
        guard let id = RecordID("\(owner)/\(subject)"), let caller, let bundles = console.helpers.bundles else {
            throw Problem.notFound
        }
        // The record must be one that this reader may know of; what the bundle opens is decided again, body by body.
        let isKnown = try await [Shelf.record, .message, .dossier].asyncContains { shelf in
            try await askIfAny("/\(shelf.path)/\(id)") != nil
        }
        guard isKnown else { throw Problem.notFound }
        // The whole log is read for each: few at a time, and one an officer.
        guard console.bundling.enter(caller) else {
            var problem = Problem("too-many-reads", "a bundle is being made already; ask again when it is done")
            problem.retryAfterSeconds = 5
            throw problem
        }
        defer { console.bundling.leave(caller) }
        var response = PageReply.bytes(try await bundles(id, caller.party), type: "text/html; charset=utf-8")
        response.headers[.contentDisposition] = "attachment; filename=\"\(id.owner)-\(id.subject).html\""
        response.headers[.contentSecurityPolicy] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        return response
    }

    /// A span of time in hours, minutes and seconds.
    static func duration(_ seconds: Int64) -> String {
        let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60)
        return hours > 0 ? "\(hours) h \(minutes) min" : minutes > 0 ? "\(minutes) min \(rest) s" : "\(rest) s"
    }
}

extension Sequence {
    /// Whether any element fits, asked one after the other.
    func asyncContains(_ fits: (Element) async throws -> Bool) async rethrows -> Bool {
        for element in self where try await fits(element) { return true }
        return false
    }
}
