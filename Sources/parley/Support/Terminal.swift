import Foundation
import Synchronization

/// What a person sees: colours and progress only where somebody looks at a terminal.
enum Terminal {
    static let showsColour = isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
    static let showsProgress = isatty(STDERR_FILENO) == 1

    static func bold(_ text: String) -> String { styled(text, "1") }
    static func faint(_ text: String) -> String { styled(text, "2") }
    static func warning(_ text: String) -> String { styled(text, "33;1") }
    static func alarm(_ text: String) -> String { styled(text, "31;1") }

    private static func styled(_ text: String, _ code: String) -> String {
        showsColour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    /// A line for whoever watches, apart from what scripts read.
    static func note(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}

/// A progress bar on standard error; silent where nobody watches.
final class ProgressBar: Sendable {
    private let label: String
    private let start = ContinuousClock.now
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    init(_ label: String) { self.label = label }

    func show(_ done: UInt64, of total: UInt64) {
        guard Terminal.showsProgress else { return }
        let now = ContinuousClock.now
        let isDue = last.withLock { last in
            if let before = last, now - before < .milliseconds(100), done < total { return false }
            last = now
            return true
        }
        guard isDue else { return }
        let share = total == 0 ? 1 : Double(done) / Double(total)
        let filled = Int(share * 30)
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
        let rate = Int(Double(done) / max((now - start).seconds, 0.001))
        let line = "\r\(label) [\(bar)] \(Int(share * 100)) %  \(done) of \(total), \(rate)/s "
        FileHandle.standardError.write(Data(line.utf8))
        if done >= total { FileHandle.standardError.write(Data("\n".utf8)) }
    }
}
