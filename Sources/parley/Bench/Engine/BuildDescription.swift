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

    /// The compiler does not tell its sources which processor it writes for: the build defines a name beside the option.
    private static var compiledFor: String {
        #if PARLEY_CPU_ZNVER4
            "x86-64 with AVX-512 (znver4)"
        #elseif PARLEY_CPU_HASWELL
            "x86-64 with AVX2 (haswell)"
        #elseif arch(x86_64)
            "x86-64 (the build names no processor)"
        #elseif arch(arm64)
            "64-bit ARM (the build names no processor)"
        #else
            "a processor that the build does not name"
        #endif
    }

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
