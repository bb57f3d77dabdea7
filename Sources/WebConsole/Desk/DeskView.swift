import ParleyNode
import Geodesy
import HTTPAPI
import Statements
import StrictJSON

/// The desk as its template shows it.
struct DeskView {
    private let turn: Turn
    private let facts: DeskFacts
    private let caller: Caller
    private let words: Words

    init(_ turn: Turn, _ facts: DeskFacts, _ caller: Caller) {
        self.turn = turn
        self.facts = facts
        self.caller = caller
        words = turn.words
    }

    private var own: String { caller.party.rawValue }

    var content: [String: Any] {
        let ends = facts.openEnds["openEnds"]?.elements ?? []
        let mine = ends.filter { $0["silent"]?.text == own }
        let others = ends.filter { $0["silent"]?.text != own }
        let notices = noticeRows
        let movements = facts.movements.map(movementRow)
        let needed = mine.map { endRow($0, isOwn: true) } + notices.own
        let waiting = others.map { endRow($0, isOwn: false) } + notices.others
        return [
            "words": turn.console.shelf.tree(turn.language), "lang": turn.language,
            "canSign": turn.session?.canSign ?? false,
            "total": String(needed.count),
            "needsYou": needed.isEmpty
                ? words("desk.needs-nothing") : words("desk.needs", count: Int64(needed.count)),
            "isQuiet": needed.isEmpty,
            "sections": [
                section("needed", needed), section("movements", movements), section("waiting", waiting),
            ],
            "lines": facts.lines.map(lineCard),
            "isCutShort": facts.notices["isCutShort"]?.isTrue ?? false
                || (facts.openEnds["total"]?.number ?? 0) > Int64(ends.count),
        ]
    }

    private func section(_ name: String, _ rows: [[String: Any]]) -> [String: Any] {
        var out: [String: Any] = [
            "id": name, "title": words("desk.\(name).title"), "count": String(rows.count),
            "empty": words("desk.\(name).empty"),
        ]
        if !rows.isEmpty { out["rows"] = rows }
        return out
    }

    // MARK: what is unanswered

    private func endRow(_ end: JSONValue, isOwn: Bool) -> [String: Any] {
        let record = end["record"]?.text ?? ""
        let other = (isOwn ? end["waiting"] : end["silent"])?.text ?? ""
        let isLate = end["unanswered"]?.isTrue ?? false
        var row: [String: Any] = [
            "id": "end-\(record)-\(other)".map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "-" }.reduce(into: "") {
                $0.append($1)
            },
            "who": turn.partyName(other), "since": end["since"]?.text ?? "", "late": isLate,
        ]
        if let urgency = end["urgency"]?.text {
            row["urgency"] = words("urgency.\(urgency)")
            row["tone"] = ["flash", "immediate"].contains(urgency) ? "urgent" : "normal"
        }
        if let purpose = end["purpose"]?.text {
            row["what"] = words("purpose.\(purpose)")
            row["text"] = turn.text(end["text"])
            row["href"] = "/console/messages/\(record)"
            row["line"] = end["line"]?.text ?? ""
        } else if let alarm = end["alarm"]?["alarm"]?.text {
            row["what"] = words("alarm.\(alarm)")
            row["text"] = end["alarm"]?["text"]?.text ?? ""
            row["tone"] = "urgent"
            row["href"] = "/console/records/\(record)"
        } else {
            row["what"] = words("desk.owed")
            row["text"] = record
            row["href"] = "/console/dossiers/\(record)"
        }
        if let state = end["state"]?.text { row["state"] = words("message-state.\(state)") }
        let owed = end["owed"]?.elements ?? []
        if let first = owed.first { row["clock"] = clock(first) }
        if let next = end["nextStepDue"]?.text, !isOwn { row["nextStep"] = next }
        let lapses = end["lapses"]?.elements.count ?? 0
        if lapses > 0 { row["lapses"] = words("desk.lapses", count: Int64(lapses)) }
        if isOwn, let actions = endActions(end, record), turn.session?.canSign == true { row["actions"] = actions }
        return row
    }

    private func endActions(_ end: JSONValue, _ record: String) -> [[String: Any]]? {
        if end["alarm"] != nil {
            return [
                action("movement-check-in", record: record, isFirst: true), action("movement-delay", record: record),
                action("movement-close", record: record),
            ]
        }
        guard end["purpose"] != nil else { return nil }
        let record = end["statement"]?.text.map { "\(record)&statement=\($0)" } ?? record
        switch end["state"]?.text {
        case "sent", "delivered", "read-back-differs":
            return [
                action("message-read-back", message: record, isFirst: true),
                action("message-acknowledge", message: record), action("message-answer", message: record),
            ]
        case "read-back", "acknowledgement-expired":
            return [
                action("message-acknowledge", message: record, isFirst: true),
                action("message-answer", message: record),
            ]
        case "acknowledged": return [action("message-answer", message: record, isFirst: true)]
        default: return nil
        }
    }

    private func action(
        _ form: String, record: String? = nil, message: String? = nil, isFirst: Bool = false
    ) -> [String: Any] {
        let about = record.map { "record=\($0)" } ?? message.map { "message=\($0)" } ?? ""
        return ["href": "/console/new/\(form)?\(about)", "label": words("action.\(form)"), "first": isFirst]
    }

    private func clock(_ deadline: JSONValue) -> [String: Any] {
        [
            "due": deadline["due"]?.text ?? "", "rule": words("rule.\(deadline["rule"]?.text ?? "")"),
            "clause": "\(deadline["instrument"]?.text ?? "") \(deadline["clause"]?.text ?? "")",
        ]
    }

    // MARK: notices

    private var noticeRows: (own: [[String: Any]], others: [[String: Any]]) {
        var mine: [[String: Any]] = []
        var others: [[String: Any]] = []
        let notices = facts.notices
        func add(_ row: [String: Any], _ party: String?) {
            if party == own { mine.append(row) } else { others.append(row) }
        }
        for alarm in notices["alarms"]?.elements ?? [] {
            var row = noticeRow(alarm, "notice.depth", alarm["party"]?.text)
            row["tone"] = "urgent"
            row["late"] = alarm["hasBegun"]?.isTrue ?? false
            row["text"] = alarm["alarm"]?.text ?? ""
            row["clock"] = [
                "due": alarm["operatingDepthDue"]?.text ?? "", "rule": words("rule.operating-depth-before"),
                "clause": alarm["operatingDepthClause"]?.text ?? "",
            ]
            if alarm["party"]?.text == own { row["actions"] = signing([("notice-disseminate", alarm)]) }
            add(row, alarm["party"]?.text)
        }
        for due in notices["unacknowledged"]?.elements ?? [] {
            var row = noticeRow(due, "notice.receive", due["party"]?.text)
            row["clock"] = noticeClock(due, "notification-acknowledge-within")
            if due["party"]?.text == own { row["actions"] = signing([("notification-receive", due)]) }
            add(row, due["party"]?.text)
        }
        for open in notices["challenges"]?.elements ?? [] {
            let doubt = open["doubt"]
            let owner = open["record"]?.text?.split(separator: "/").first.map(String.init)
            var row = noticeRow(open, "notice.challenge", open["party"]?.text)
            row["text"] = doubt?["text"]?.text ?? ""
            if let due = doubt?["answerDue"]?.text {
                row["clock"] = [
                    "due": due, "rule": words("rule.challenge-answer-within"),
                    "clause": doubt?["answerClause"]?.text ?? "",
                ]
            }
            if owner == own, turn.session?.canSign == true {
                let challenge = doubt?["challenge"]?.text ?? ""
                row["actions"] = [
                    [
                        "href":
                            "/console/new/notification-answer-challenge?record=\(open["record"]?.text ?? "")&challenge=\(challenge)",
                        "label": words("action.notification-answer-challenge"), "first": true,
                    ] as [String: Any]
                ]
            }
            add(row, owner)
        }
        for due in notices["reconfirmations"]?.elements ?? [] {
            let owner = due["record"]?.text?.split(separator: "/").first.map(String.init)
            var row = noticeRow(due, "notice.reconfirm", owner)
            row["clock"] = noticeClock(due, "reconfirm-every")
            if owner == own { row["actions"] = signing([("notification-reconfirm", due)]) }
            add(row, owner)
        }
        for unit in notices["unreadUnits"]?.elements ?? [] {
            var row = noticeRow(unit, "notice.unread", unit["party"]?.text)
            row["text"] = unit["unit"]?.text ?? ""
            row["clock"] = ["due": unit["begins"]?.text ?? "", "rule": words("notice.begins"), "clause": ""]
            if unit["party"]?.text == own { row["actions"] = signing([("notice-disseminate", unit)]) }
            add(row, unit["party"]?.text)
        }
        return (mine, others)
    }

    private func noticeRow(_ value: JSONValue, _ what: String, _ party: String?) -> [String: Any] {
        let record = value["record"]?.text ?? ""
        return [
            "id": what.replacing(".", with: "-") + "-" + record.replacing("/", with: "-").replacing(".", with: "-")
                + "-" + (party ?? ""),
            "what": words(what), "text": record, "who": turn.partyName(party ?? ""),
            "href": "/console/records/\(record)", "tone": "normal", "late": false,
        ]
    }

    private func noticeClock(_ due: JSONValue, _ rule: String) -> [String: Any] {
        ["due": due["due"]?.text ?? "", "rule": words("rule.\(rule)"), "clause": due["clause"]?.text ?? ""]
    }

    private func signing(_ forms: [(String, JSONValue)]) -> [[String: Any]]? {
        guard turn.session?.canSign == true else { return nil }
        return forms.enumerated().map { index, form in
            action(form.0, record: form.1["record"]?.text ?? "", isFirst: index == 0)
        }
    }

    // MARK: movements and lines

    private func movementRow(_ record: JSONValue) -> [String: Any] {
        let id = record["id"]?.text ?? ""
        let alarms = record["alarms"]?.elements ?? []
        let isOverdue = record["state"]?.text == "overdue"
        var row: [String: Any] = [
            "id": "movement-" + id.replacing("/", with: "-").replacing(".", with: "-"),
            "what": words("state.\(record["state"]?.text ?? "")"), "text": turn.text(record["details"]?["name"]),
            "who": turn.partyName(record["owner"]?.text ?? ""), "href": "/console/records/\(id)",
            "late": isOverdue || !alarms.isEmpty, "tone": isOverdue || !alarms.isEmpty ? "urgent" : "normal",
        ]
        if !alarms.isEmpty {
            row["lapses"] = alarms.compactMap { $0["alarm"]?.text }.map { words("alarm.\($0)") }
                .joined(separator: ", ")
        }
        if let last = record["lastCheckIn"]?["at"]?.text { row["lastReport"] = last }
        if let due = record["reportDue"]?.text {
            row["clock"] = ["due": due, "rule": words("movement.report-due"), "clause": ""]
        }
        if record["owner"]?.text == own, turn.session?.canSign == true {
            row["actions"] = [
                action("movement-check-in", record: id, isFirst: true), action("movement-delay", record: id),
                action("movement-close", record: id),
            ]
        }
        return row
    }

    private func lineCard(_ line: DeskFacts.Line) -> [String: Any] {
        let value = line.line
        let now = turn.visit.inside.node.clock.now().description
        var out: [String: Any] = [
            "name": turn.text(value["terms"]?["name"]), "id": value["id"]?.text ?? "",
            "parties": (value["parties"]?.elements ?? []).map { party -> [String: Any] in
                let id = party["party"]?.text ?? ""
                var row: [String: Any] = [
                    "name": turn.partyName(id), "own": id == own,
                    "observed": words("observed.\(party["observed"]?.text ?? "unknown")"),
                    "observedTone": party["observed"]?.text ?? "unknown",
                ]
                if let declared = party["declared"]?.text { row["declared"] = words("declared.\(declared)") }
                let spells = line.rosters.first { $0.party == id }?.roster["spells"]?.elements ?? []
                let present = spells.filter { ($0["from"]?.text ?? "") <= now && now < ($0["until"]?.text ?? "") }
                row["onDuty"] = present.map { spell -> [String: Any] in
                    let officer = spell["officer"]?.text ?? ""
                    return [
                        "name": turn.officerName(id, officer), "until": spell["until"]?.text ?? "",
                        "post": words("post.\(spell["post"]?.text ?? "first")"),
                        "isYou": id == own && officer == caller.officer.rawValue,
                        "phones": turn.phones(id, officer),
                    ]
                }
                if present.isEmpty { row["nobody"] = words("desk.nobody-on-duty") }
                if id == own {
                    let shift = spells.first {
                        $0["officer"]?.text == caller.officer.rawValue && ($0["until"]?.text ?? "") > now
                    }
                    if let shift {
                        row["shift"] = ["from": shift["from"]?.text ?? "", "until": shift["until"]?.text ?? ""]
                    }
                }
                return row
            },
        ]
        if let due = value["nextCheckDue"]?.text {
            out["check"] = ["due": due, "by": turn.partyName(value["terms"]?["checks"]?["by"]?.text ?? "")]
        }
        let missed = value["missedCount"]?.number ?? 0
        if missed > 0 { out["missed"] = words("line.missed", count: missed) }
        if turn.session?.canSign == true {
            let id = value["id"]?.text ?? ""
            out["actions"] = ["message-send", "line-check", "line-declare", "roster-hand-over"].map { form in
                ["href": "/console/new/\(form)?line=\(id)", "label": words("action.\(form)")]
            }
        }
        return out
    }
}
