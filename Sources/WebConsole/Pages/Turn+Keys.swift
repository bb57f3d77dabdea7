import Coordination
import Picture
import Statements
import Geodesy
import HTTPAPI
import Hummingbird
import ParleyNode
import StrictJSON
import TransparencyLog

/// Keys and devices, and the log's health.
extension Turn {
    /// `GET /console/keys`: this officer's keys, the passkeys at this node, and how a second device is added.
    func keys() async throws -> Response {
        guard let caller else { throw Console.signedOut }
        let party = try await ask("/parties/\(caller.party)")
        var content = frame("keys", module: "keys-page")
        content["keys"] = (party["keys"]?.elements ?? []).filter { $0["officer"]?.text == caller.officer.rawValue }
            .map { key -> [String: Any] in
                let id = key["key"]?.text ?? ""
                var row: [String: Any] = [
                    "id": id, "start": String(id.prefix(8)), "isThis": id == caller.key.description,
                    "speaks": key["maySpeak"]?.isTrue ?? false,
                ]
                if let expires = key["expires"]?.text { row["expires"] = expires }
                if let revoked = key["revokedAt"]?.text { row["revoked"] = revoked }
                return row
            }
        content["passkeys"] = console.signIn.passkeys.passkeys(of: caller).map { passkey in
            [
                "id": passkey.id, "label": passkey.label, "addedAt": passkey.addedAt.description,
                "isOfThisKey": passkey.key == caller.key,
            ]
        }
        let officer = party["officers"]?.elements.first { $0["officer"]?.text == caller.officer.rawValue }
        content["grade"] = officer?["grade"]?.text ?? ""
        content["roles"] = (officer?["roles"]?.elements.compactMap(\.text) ?? []).map { words("role.\($0)") }
            .joined(separator: ", ")
        content["officerExpires"] = officer?["expires"]?.text ?? ""
        return reply(try console.templates.render("keys", content))
    }

    /// `GET /console/policy`: the witness policy that the host states in the log; nothing where it states none.
    func policy() -> Response {
        guard let text = visit.inside.node.publisher.state.picture.witnessPolicy?.text else {
            return Response(status: .noContent)
        }
        return PageReply.bytes(Array(text.utf8), type: "text/plain; charset=utf-8")
    }

    /// `GET /console/log`: how good what this node shows is, and who takes part.
    func log() async throws -> Response {
        var content = frame("log", module: "log-page")
        let health = try await ask("/health")
        content["status"] = words("status.\(health["status"]?.text ?? "")")
        content["root"] = health["root"]?.text ?? ""
        content["queue"] = "\(health["queueDepth"]?.source ?? "")"
        let witnessing = health["witnessing"]
        content["witnessedSize"] = witnessing?["witnessedSize"]?.number.map(String.init) ?? "–"
        if let at = witnessing?["witnessedAt"]?.text { content["witnessedAt"] = at }
        content["missing"] = (witnessing?["missing"]?.elements ?? []).compactMap(\.text).map { ["name": $0] }
        content["troubles"] = (health["witnessTroubles"]?.elements ?? []).map { trouble in
            ["name": trouble["witness"]?.text ?? "", "trouble": words("trouble.\(trouble["trouble"]?.text ?? "")")]
        }
        let parties = try await ask("/parties")
        content["parties"] = (parties["parties"]?.elements ?? []).map { party -> [String: Any] in
            let standing = party["standing"]?.text ?? ""
            return [
                "id": party["party"]?.text ?? "", "name": text(party["name"]),
                "role": words("party-role.\(party["role"]?.text ?? "")"),
                "standing": words("standing.\(standing)"), "stands": standing == "takes-part",
                "node": words(party["node"]?.kind == .object ? "log.own-node" : "log.no-node"),
            ]
        }
        return reply(try console.templates.render("log", content))
    }
}

extension Console {
    /// `GET /`: what is open to all, where the host publishes, and how good it is; nobody needs to be signed in.
    func publicPage(_ visit: Visit) async throws -> Response {
        let session = session(visit)
        let turn = Turn(console: self, visit: visit, session: session)
        var content = turn.frame("public", module: "public-page")
        content["publishes"] = visit.inside.entriesArePublic
        if visit.inside.entriesArePublic {
            let picture = visit.inside.node.publisher.state.picture
            let counts = try await visit.inside.compute { PublicCounts(picture) }
            content["counts"] = counts.rows.map { name, count in
                ["label": turn.words("public.\(name)"), "count": String(count)]
            }
            content["days"] = stories.perDay.suffix(60).map { day, count in
                ["day": CivilDate.text(daysSince1970: Int(day)), "count": String(count)]
            }
        }
        content["signIn"] = session == nil
        return turn.reply(try templates.render("public", content))
    }
}
