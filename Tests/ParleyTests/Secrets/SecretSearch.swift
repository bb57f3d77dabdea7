import Foundation
import Glibc
import TransparencyLog

/// Looks for a planted text in files, replies and a process's memory: plain, in base64 at each of its three places, in
/// hexadecimal.
struct SecretSearch {
    private let needles: [[UInt8]]

    init(_ secret: String) {
        let bytes = Array(secret.utf8)
        var needles = [bytes, Array(Hex.encode(bytes).utf8), Array(Hex.encode(bytes).uppercased().utf8)]
        for shift in 0..<3 {
            // The first and last characters depend on what stands beside the text.
            let text = Array(Base64.encode([UInt8](repeating: 0, count: shift) + bytes).utf8)
            needles.append(Array(text[(shift == 0 ? 0 : 4)..<(text.count - 4)]))
        }
        self.needles = needles
    }

    /// Whether the bytes hold it.
    func isIn(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { isIn($0) } }

    private func isIn(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let start = bytes.baseAddress else { return false }
        return needles.contains { Self.holds(start, bytes.count, $0) }
    }

    private static func holds(_ start: UnsafeRawPointer, _ count: Int, _ needle: [UInt8]) -> Bool {
        var (at, left) = (start, count)
        while left >= needle.count, let found = memchr(at, Int32(needle[0]), left - needle.count + 1) {
            if memcmp(found, needle, needle.count) == 0 { return true }
            left -= UnsafeRawPointer(found) - at + 1
            at = UnsafeRawPointer(found) + 1
        }
        return false
    }

    /// The files below a folder that hold it.
    func files(below folder: String) throws -> [String] {
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return names.sorted().filter { name in
            guard let data = FileManager.default.contents(atPath: folder + "/" + name) else { return false }
            return isIn([UInt8](data))
        }
    }

    /// How many pieces of a running process's memory hold it.
    func pieces(of process: Int32) throws -> Int {
        let maps = try String(contentsOfFile: "/proc/\(process)/maps", encoding: .utf8)
        let memory = open("/proc/\(process)/mem", O_RDONLY)
        guard memory >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EACCES) }
        defer { close(memory) }
        let step = 8 << 20
        let overlap = needles.map(\.count).max() ?? 0
        var buffer = [UInt8](repeating: 0, count: step + overlap)
        var found = 0
        for line in maps.split(separator: "\n") {
            let words = line.split(separator: " ", omittingEmptySubsequences: true)
            guard words.count >= 2, words[1].hasPrefix("r"), !(words.last ?? "").hasPrefix("[v") else { continue }
            let ends = words[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
            guard ends.count == 2 else { continue }
            var at = ends[0]
            while at < ends[1] {
                let wanted = Int(min(UInt64(buffer.count), ends[1] - at))
                let read = pread(memory, &buffer, wanted, off_t(truncatingIfNeeded: at))
                guard read > 0 else { break }
                let isThere = buffer.withUnsafeBytes { isIn(UnsafeRawBufferPointer(rebasing: $0[..<read])) }
                if isThere { found += 1 }
                at += UInt64(step)
            }
        }
        return found
    }
}
