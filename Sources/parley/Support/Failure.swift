import ArgumentParser
import Foundation

/// Why a command ends without success: one sentence, and a code that scripts can use.
struct Failure: Error, CustomStringConvertible {
    enum Code: Int32 {
        case refused = 1
        case usage = 2
        case unavailable = 3
    }

    let code: Code
    let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}

/// A command that ends with its failure's own exit code and prints the sentence as text or JSON.
protocol ReportingCommand: AsyncParsableCommand {
    func perform() async throws
}

extension ReportingCommand {
    func run() async throws {
        do { try await perform() } catch let failure as Failure {
            Terminal.note(Terminal.alarm("parley: ") + failure.description)
            throw ExitCode(failure.code.rawValue)
        } catch let exit as ExitCode {
            throw exit
        } catch {
            Terminal.note(Terminal.alarm("parley: ") + "\(error)")
            throw ExitCode(Failure.Code.refused.rawValue)
        }
    }
}
