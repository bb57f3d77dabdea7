import ArgumentParser
import Coordination

/// The program: wires the rooms together and decides nothing itself.
@main
struct Parley: AsyncParsableCommand {
    static let version = "0.1.0"

    /// Ends with 2 on wrong use, whichever layer noticed it.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
        } catch {
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            Terminal.note(fullMessage(for: error))
            exit(withError: ExitCode(Failure.Code.usage.rawValue))
        }
    }

    static let configuration = CommandConfiguration(
        commandName: "parley",
        abstract: "The shared channel for parties who do not trust one another.",
        discussion: """
            \(Doctrine.paragraph())

            Begin with `parley demo`, or for an accord of your own:
              parley init --folder node --accord my-accord --host neutral-host   found the accord, make the host's keys
              parley serve --folder node                                         run the node
              parley party enrol ...                                             enrol parties, officers and keys
              parley notify site ...                                             tell others where people are
              parley check ...                                                   ask whom an activity would endanger

            Exit codes: 0 done; 1 refused or not verified; 2 wrong use; 3 the node cannot be reached or is busy;
            20 a check found records; 21 a check found none known here (never 0: finding nothing is not a go-ahead).
            """,
        version: version,
        subcommands: [
            InitCommand.self, JoinCommand.self, AdmitCommand.self, ServeCommand.self, PolicyCommand.self,
            WitnessCommand.self, KeyCommand.self, PartyCommand.self,
            OfficerCommand.self, LineCommand.self, RosterCommand.self, MessageGroupCommand.self, OpenEndsCommand.self,
            InstrumentCommand.self, NotifyCommand.self, AccessCommand.self, CheckInCommand.self, ConvoyCommand.self,
            ClearanceCommand.self,
            DossierGroupCommand.self, ReceiveCommand.self, DisseminateCommand.self, UnitCommand.self,
            ChallengeCommand.self, NoticesCommand.self, OutboxCommand.self, CheckCommand.self, CertificateCommand.self,
            BodyCommand.self, ReceiptCommand.self,
            VerifyCommand.self, BundleCommand.self, EvidenceCommand.self, DeliveryCommand.self, LogCommand.self,
            ImportCommand.self, GazetteerCommand.self, RoadsCommand.self, ExportCommand.self, ReplayCommand.self,
            DemoCommand.self,
            BenchGroupCommand.self,
        ])
}
