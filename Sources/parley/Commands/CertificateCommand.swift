import ArgumentParser
import ParleyClient
import Statements
import TransparencyLog

/// Check certificates: a commitment to what was checked, opened later to whom the party chooses.
struct CertificateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificate",
        abstract: "Log and open check certificates: proof of diligence that shows nothing until you open it.",
        discussion: """
            `parley check --certify FILE` keeps what was asked and answered, with what opens it, in FILE, and logs a
            commitment to it. Everybody sees that your party certified a check, and when; nobody sees what was checked.
            An inquiry is given FILE, or some fields of it, with a bundle:

              parley bundle HASH --as duty.json --opened FILE --out check.html
              parley bundle HASH --as duty.json --opened FILE --show checkedAt,checkpoint --out check.html
            """,
        subcommands: [Log.self])

    /// Logs a certificate that could not be logged when the check ran.
    struct Log: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Log a certificate that was kept while no node could be reached.",
            discussion: """
                  parley certificate log check.opened.json --as duty.json

                The log proves when it was logged; the time of the check is the one that the file claims, and the log shows
                how much later it came.
                """)
        @Argument(help: "The file that `parley check --certify` wrote.") var file: String
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let opened = try CertificateFile.read(file)
            guard Set(["checkedAt", "activity", "checkpoint", "answer"]) == Set(opened.shownNames) else {
                throw Failure(.usage, "\(file): not a check's certificate, as `parley check --certify` writes it")
            }
            try speaker.report(try await speaker.withSession { try await $0.certify(opened) })
        }
    }
}
