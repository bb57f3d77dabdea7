import CProcessor
import Foundation

/// What the program was compiled for and what it runs on, since an engine's figures mean little without both.
enum BuildDescription {
    static var text: String { "\(configuration), compiled for \(compiledFor), running on \(processor)" }

    private static var configuration: String {
        #if DEBUG
            "debug build"
        #else
            "release build"
        #endif
    }

    private static var compiledFor: String { String(cString: processor_compiled_for()) }

    private static var processor: String {
        let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
        let model = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last
        return model.map { $0.trimmingCharacters(in: .whitespaces) } ?? "an unnamed processor"
    }

    /// The most memory that this process has held, in bytes; 0 where the system does not say.
    static func peakBytes() -> Int {
        let lines = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8))?.split(separator: "\n") ?? []
        let line = lines.first { $0.hasPrefix("VmHWM:") } ?? ""
        return (Int(line.filter(\.isNumber)) ?? 0) * 1_024
    }
}
