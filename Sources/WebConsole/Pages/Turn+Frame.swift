import HTTPTypes
import HummingbirdCore
import Coordination
import Geodesy
import HTTPAPI
import HashTreeCollections
import ParleyNode
import Picture
import Statements
import TransparencyLog

/// What stands around every page: who is here, where one can go, and how good what is shown is.
extension Turn {
    private static let places = [
        ("", "desk"), ("/map", "map"), ("/records", "records"), ("/new", "new"), ("/check", "check"), ("/sent", "sent"),
        ("/log", "log"),
    ]

    /// The context that the layout needs.
    func frame(_ page: String, module: String) -> [String: Any] {
        let inside = visit.inside
        let node = inside.node
        let state = node.publisher.state
        let accord = state.picture.accord
        var out: [String: Any] = [
            "words": console.shelf.tree(language), "lang": language, "dir": words.direction, "pageName": page,
            "assets": "/console/assets/\(console.assets.version)", "module": module,
            "wordsAddress": "/console/words/\(console.words.version)/\(language).json",
            "formsAddress": "/console/forms/\(console.forms.version)",
            "title": words("title.\(page)"), "origin": "\(node.logKey.name)", "logKey": node.logKey.vkey,
            "exercise": accord?.isExercise ?? false, "accordID": accord?.id.rawValue ?? "",
            "accordName": accord.map { $0.name.text(in: language) } ?? words("accord.none"),
            "languages": console.shelf.codes.map { code in
                ["code": code, "name": console.shelf.words(code).name, "current": code == language] as [String: Any]
            },
            "here": here, "isPartial": state.picture.isPartial,
            "doctrine": Doctrine.sentences(in: Doctrine.Language(rawValue: language) ?? .english),
            "version": inside.version,
        ]
        out.merge(health(node.knowledge(of: state))) { $1 }
        if let following = node.following {
            out["following"] = words("health.follows", ["upstream": following.upstream])
            out["followingPhase"] = words("phase.\(following.phase.word)")
        }
        guard let session else { return out }
        let caller = session.caller
        out["nav"] = Self.places.map { path, name in
            [
                "href": "/console" + path, "label": words("nav.\(name)"), "current": page == name, "name": name,
            ] as [String: Any]
        }
        out["party"] = caller.party.rawValue
        out["officer"] = caller.officer.rawValue
        out["key"] = caller.key.description
        out["canSign"] = session.canSign
        out["partyName"] = name(of: caller.party)
        out["officerName"] = name(of: caller)
        return out
    }

    /// This page's address, to come back to in another language; `lang` comes last.
    private var here: String {
        let target = visit.request.head.path ?? "/"
        guard let mark = target.firstIndex(of: "?") else { return target + "?" }
        let kept = target[target.index(after: mark)...].split(separator: "&").filter { !$0.hasPrefix("lang=") }
        return target[..<mark] + "?" + kept.map { $0 + "&" }.joined()
    }

    /// A party's name in this language.
    func name(of party: PartyID) -> String {
        visit.inside.node.publisher.state.picture.register.parties[party]?.name.text(in: language) ?? party.rawValue
    }

    private func name(of caller: Caller) -> String {
        let register = visit.inside.node.publisher.state.picture.register
        return register.officers[OfficerRef(caller.party, caller.officer)]?.name.text(in: language)
            ?? caller.officer.rawValue
    }

    /// How good what is shown is: said on every page, and never of a place.
    private func health(_ knowledge: Knowledge) -> [String: Any] {
        let (tone, sentence): (String, String) =
            if !knowledge.alarms.isEmpty {
                ("alarm", words("health.alarm"))
            } else if knowledge.loggedAt == nil {
                ("unknown", words("health.nothing"))
            } else if knowledge.isStale {
                ("stale", words("health.stale"))
            } else {
                switch knowledge.witnessing.verdict {
                case .witnessed: ("established", words("health.witnessed"))
                case .noneRequired: ("unwitnessed", words("health.none-required"))
                case .short:
                    (
                        "unwitnessed",
                        words(
                            "health.short",
                            ["names": knowledge.witnessing.missing.map(\.description).joined(separator: ", ")])
                    )
                }
            }
        var out: [String: Any] = [
            "healthTone": tone, "healthSentence": sentence, "size": String(knowledge.size.value),
        ]
        if let logged = knowledge.loggedAt { out["loggedAt"] = logged.description }
        if let age = knowledge.ageSeconds { out["ageSeconds"] = String(age) }
        if !knowledge.alarms.isEmpty {
            out["alarms"] = knowledge.alarms.map { ["sentence": Wording.alarm($0)] }
        }
        return out
    }
}
