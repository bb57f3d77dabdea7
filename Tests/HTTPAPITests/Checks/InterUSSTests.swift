import Geodesy
import HTTPAPI
import StrictJSON
import Testing

/// Volumes that another project wrote for its own tests of ASTM F3548-21, read as they are.
@Suite("volumes from elsewhere")
struct InterUSSTests {
    /// Requests that no check can answer, and what is wrong with each.
    static let refused = [
        "op_400_version1.json": "needs exactly one of 'outline_circle' and 'outline_polygon'",
        "op_area_too_large_put.json": "longer than 10,000 km",
        "op_end_time_past.json": "needs 'time_start'",
        "op_request_2.json": "crosses or touches itself",
        "op_uss_base_url_non_tls.json": "needs 'time_start'",
    ]

    @Test("every extent of real requests is read, or refused for what is wrong with it")
    func reads() async throws {
        guard let files = SharedData.interUSS() else {
            print("skipped: the shared test data of InterUSS are not here, or tar is not")
            return
        }
        var volumes = 0
        for (name, bytes) in files {
            guard let root = try? JSONDocument(bytes, limits: .init(maximumBytes: 1 << 22)).root,
                let extents = root["extents"], extents.kind == .array
            else { continue }
            let text = Array(#"{"volumes":"#.utf8) + extents.rawBytes + Array("}".utf8)
            do {
                let read = try ActivityReader.read(text)
                #expect(read.wasRounded, "\(name)")
                volumes += Set(read.sources).count
            } catch {
                // Only those that their authors meant to be wrong.
                let reason = Self.refused.first { name.hasSuffix($0.key) }?.value ?? "no reason was expected"
                #expect(
                    name.contains("bad") || name.contains("missing") || "\(error)".contains(reason), "\(name): \(error)"
                )
            }
        }
        #expect(volumes > 20)
    }
}
