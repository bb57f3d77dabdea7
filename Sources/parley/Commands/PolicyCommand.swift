import ArgumentParser
import Coordination
import StrictJSON
import TransparencyLog

/// The witness policy: stated by the host in the log, shown to whoever asks.
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "State which witnesses must cosign.", subcommands: [Set.self])

    struct Set: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "State a witness policy in the log; signed by the host's root key.",
            discussion: """
                The file is a tlog-policy without addresses; where the witnesses are reached is for the host's node to know
                (parley serve --witnesses FILE, the same lines with a URL each).

                  witness red-crescent red-crescent.north-line/witness+1a2b3c4d+BA...
                  witness army-north army-north.north-line/witness+5e6f7081+BA...
                  witness archive archive.example/witness+92a3b4c5+BA...
                  group parties all red-crescent army-north
                  group neutrals 1 archive
                  group everybody all parties neutrals
                  quorum everybody
                """)
        @Argument(help: "The policy's file.") var file: String
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let bytes = try Files.read(file, limit: StatedPolicy.maximumBytes)
            do { _ = try WitnessPolicy(parsing: bytes) } catch { throw Failure(.usage, "\(file): \(error)") }
            let body = JSONBody.make { $0.member("policy", String(decoding: bytes, as: UTF8.self)) }
            try await speaker.say(.witnessPolicy, subject: "policy", body: body)
        }
    }
}
