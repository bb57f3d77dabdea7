import Testing
import TransparencyLog

@testable import ParleyClient

@Suite struct SeenRootsTests {
    private static let count = 2_000

    /// The root at every size, by the slow way.
    private static let roots: [Hash] = {
        var edge = RightEdge()
        return [.emptyTree]
            + (0..<count).map { number in
                edge.append(leaf(number))
                return edge.root
            }
    }()

    private static func leaf(_ number: Int) -> Hash { .leaf(of: Array("\(number)".utf8)) }

    @Test("every size that is remembered has its own root", arguments: [1, 2, 1000])
    func all(bundleLimit: Int) {
        var seen = SeenRoots(bundleLimit: bundleLimit)
        for start in stride(from: 0, to: Self.count, by: 256) {
            let end = min(start + 256, Self.count)
            seen.append((start..<end).map(Self.leaf))
            #expect(seen.size == TreeSize(UInt64(end)))
            for size in 0...end {
                let answer = seen.root(at: TreeSize(UInt64(size)), limit: TreeSize(UInt64(end)))
                // At least as many bundles as asked for are kept.
                let mustKnow = size == 0 || (size - 1) / 256 > (end - 1) / 256 - bundleLimit
                if mustKnow || answer != .forgotten { #expect(answer == .root(Self.roots[size]), "\(size) of \(end)") }
            }
        }
    }

    @Test("what was asked for stays known; what was not is forgotten with its bundle")
    func forgotten() {
        var seen = SeenRoots(bundleLimit: 1)
        seen.append((0..<256).map(Self.leaf))
        #expect(seen.root(at: 6, limit: 256) == .root(Self.roots[6]))
        for start in [256, 512, 768] { seen.append((start..<start + 256).map(Self.leaf)) }
        #expect(seen.root(at: 5, limit: 1024) == .forgotten)
        #expect(seen.root(at: 6, limit: 1024) == .root(Self.roots[6]))
        #expect(seen.root(at: 1024, limit: 1024) == .root(Self.roots[1024]))
    }

    @Test("a size beyond the asker, or beyond the tree, is ahead")
    func ahead() {
        var seen = SeenRoots(bundleLimit: 4)
        #expect(seen.root(at: 0, limit: 0) == .root(.emptyTree))
        #expect(seen.root(at: 1, limit: 10) == .ahead)
        seen.append((0..<10).map(Self.leaf))
        #expect(seen.root(at: 7, limit: 6) == .ahead)
        #expect(seen.root(at: 7, limit: 7) == .root(Self.roots[7]))
        #expect(seen.root(at: 11, limit: 20) == .ahead)
    }
}
