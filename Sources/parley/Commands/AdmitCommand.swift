import ArgumentParser
import Coordination
import ParleyClient
import Statements
import StrictJSON

/// Admits a party by the digits that its officer read out.
struct AdmitCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "admit",
        abstract: "Admit a party by the digits that its officer read to you; signed by the host's root key.",
        discussion: """
            Type the digits as you heard them, on a call to or from a number that you know. The node looks up the request
            that they stand for; there is none if anybody changed the party's keys, or the log's key, on the way.

              parley admit "12345 67890 12345 67890 12345" --as node/host-root.json

            A request that came as a file instead: --request join-request.json; its digits are compared with those typed.
            """)

    @Argument(help: "The 25 digits; spaces and hyphens do not matter.") var digits: String
    @Option(help: "The request, where it came as a file.") var request: String?
    @OptionGroup var speaker: SpeakerOptions

    func perform() async throws {
        guard let heard = SpokenFingerprint(digits) else {
            throw Failure(.usage, "'\(digits)' is not \(SpokenFingerprint.digitCount) digits")
        }
        let (request, entries) = try await speaker.withSession { session in
            let request = try await self.request(heard, session)
            guard request.accord == session.identity.accord, request.logKey == session.identity.logKey else {
                throw Failure(.refused, "the request is for another accord or another log than this identity's")
            }
            let admitted = try await session.say(
                .partyEnrol, subject: request.party.rawValue, body: request.enrolmentBody, audience: .open)
            let node = try await session.forward(request.nodeEnrolment)
            return (request, [admitted.entry, node])
        }
        if speaker.json {
            Output.json { fields in
                fields.member("party", request.party.rawValue)
                fields.key("entries")
                fields.array { list in for entry in entries { list.integer(entry) } }
            }
        } else {
            print(
                "'\(request.party)' (\(request.name.text()), \(request.role.rawValue)) takes part; its node is enrolled."
            )
            print("  entries     \(entries.map(String.init).joined(separator: " and "))")
            print("  root key    \(request.rootKey.id)")
            print("  node key    \(request.nodeKeys.key.id)")
        }
    }

    private func request(_ heard: SpokenFingerprint, _ session: Session) async throws -> JoinRequest {
        let bytes: [UInt8]
        if let request {
            var read = try Files.read(request, limit: JoinRequest.maximumBytes)
            while read.last == 0x0A { read.removeLast() }
            bytes = read
        } else {
            do { bytes = try await session.get("/joining/\(heard.digits)") } catch let failure as Failure {
                guard failure.code == .refused else { throw failure }
                throw Failure(
                    .refused,
                    "no request with these digits waits here. Have them read out again; if they are right, somebody may "
                        + "have changed the request on its way, or the node was restarted: let the party ask anew")
            }
        }
        let found: JoinRequest
        do { found = try JoinRequest(bytes) } catch { throw Failure(.refused, "\(error)") }
        guard found.fingerprint == heard else {
            throw Failure(
                .refused, "the request's digits are \(found.fingerprint), not those you heard; do not admit this party")
        }
        return found
    }
}
