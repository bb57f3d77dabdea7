import Coordination
import Foundation
import Glibc
import Geodesy
import HTTPSignatures
import ParleyClient
import ParleyNode
import Statements
import StrictJSON
import Synchronization
import TestKit
import Testing
import TransparencyLog

/// The real process, killed without warning under load: whatever got a receipt is still there, unchanged.
@Suite(.serialized) struct SuddenDeathTests {
    /// How often the node is killed; `make soak` asks for more.
    static let kills = Int(ProcessInfo.processInfo.environment["PARLEY_KILLS"] ?? "") ?? 4

    @Test("nothing with a receipt is lost or changed by SIGKILL")
    func survivesKills() async throws {
        let program = try Program()
        defer { program.remove() }
        let (demo, logKey) = try program.rehearse()
        let pem = try String(contentsOfFile: demo + "/parties/un-ocha-access.pem", encoding: .utf8)
        let key = try SigningKey(pem: pem)
        var kept: [(entry: UInt64, envelope: [UInt8])] = []
        var serial = 0
        for kill in 0..<Self.kills {
            let (process, url) = try program.serve(demo)
            let clock = SystemClock()
            let client = try NodeClient(
                baseURL: url, signer: RequestSigner(key: key), retry: .never,
                now: { clock.now() })
            // What had a receipt before the last kill is there now, at its entry, with its bytes.
            for (entry, envelope) in kept {
                let reply = try await client.get("/statements/\(entry)")
                var fields = try JSONDocument(reply.body, limits: .init(maximumBytes: 1 << 20)).root.object()
                #expect(try Base64.decode(fields.required("envelope").stringBytes()) == envelope, "entry \(entry)")
            }
            let deadline = ContinuousClock.now + .milliseconds(150 + 130 * (kill % 7))
            let killer = Task {
                try await Task.sleep(until: deadline, clock: .continuous)
                Glibc.kill(process.processIdentifier, SIGKILL)
            }
            kept += try await Self.speak(client, key, logKey, serial: &serial)
            _ = try? await killer.value
            process.waitUntilExit()
            try await client.shutDown()
        }
        #expect(!kept.isEmpty, "no statement got a receipt before the kills")
        let replay = try program.run("replay", "--folder", demo)
        #expect(replay.code == 0, "\(replay.err)")
    }

    /// Speaks until the node is gone; returns what got a receipt that verifies.
    private static func speak(
        _ client: NodeClient, _ key: SigningKey, _ logKey: String, serial: inout Int
    ) async throws -> [(entry: UInt64, envelope: [UInt8])] {
        var kept: [(entry: UInt64, envelope: [UInt8])] = []
        let builder = StatementBuilder(
            accord: AccordID(checked: "urum-rehearsal"), party: PartyID(checked: "un-ocha"),
            officer: OfficerID(checked: "access"), key: key)
        guard var (tip, seen) = try? await chain(client) else { return kept }
        while true {
            serial += 1
            let now = SystemClock().now()
            let body = site(now)
            let submission = try builder.statement(
                Kind.notificationNotify.name, about: SubjectID(checked: "kill-\(serial)"), body: body, audience: .open,
                after: tip, seen: seen, saidAt: now)
            guard let reply = try? await client.submit(submission, to: "/statements") else { return kept }
            var fields = try JSONDocument(reply.body, limits: .init(maximumBytes: 1 << 20)).root.object()
            let receipt = Array(try fields.required("receipt").string().utf8)
            let verdict = try ReceiptVerifier.verify(
                statement: submission.envelopeBytes, receipt: receipt, vkey: logKey)
            kept.append((verdict.entry.value, submission.envelopeBytes))
            tip = submission.tip
            seen = TreeHead(size: verdict.checkpoint.size, root: verdict.checkpoint.root)
        }
    }

    private static func chain(_ client: NodeClient) async throws -> (ChainTip?, TreeHead) {
        let reply = try await client.get("/parties/un-ocha/chain")
        var fields = try JSONDocument(reply.body, limits: .init(maximumBytes: 65_536)).root.object()
        let sequence = try fields.required("sequence").integer()
        let hash = fields.present("hash")
        var seen = try fields.required("seen").object()
        let head = TreeHead(
            size: TreeSize(UInt64(try seen.required("size").integer())), root: try seen.required("root").base64Hash())
        guard sequence > 0, let hash else { return (nil, head) }
        return (ChainTip(sequence: UInt64(sequence), hash: try hash.statementHash()), head)
    }

    private static func site(_ now: Instant) -> [UInt8] {
        Array(
            """
            {"category":"static-site","kind":"clinic","name":{"en":"Clinic"},
            "place":{"circle":{"centre":{"lat":36.1,"lon":37.0},"radiusMetres":20}},
            "standOffClass":"humanitarian-site","valid":{"from":"\(now)"},
            "consent":{"by":"Owner","givenAt":"\(now)"},"contact":{"role":"Desk","phones":["+1"]}}
            """.utf8)
    }
}
