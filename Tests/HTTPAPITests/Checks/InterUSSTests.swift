import Geodesy
import HTTPAPI
import StrictJSON
import Testing

/// Volumes that another project wrote for its own tests of ASTM F3548-21, read as they are.
@Suite("volumes from elsewhere")
struct InterUSSTests {
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
                #expect(name.contains("bad") || name.contains("missing"), "\(name): \(error)")
            }
        }
        #expect(volumes > 20)
    }
}
