import Testing
import TransparencyLog

@Suite struct RecentRootsTests {
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

    private static func edge(_ size: Int) -> RightEdge {
        var edge = RightEdge()
        edge.append(contentsOf: (0..<size).map(leaf))
        return edge
    }

    @Test(
        "every size that is remembered has its own root, wherever it began and however it was cut",
        arguments: [(0, 1, 1), (0, 256, 256), (3, 100, 7), (255, 1, 33), (512, 4096, 300)])
    func all(begin: Int, limit: Int, step: Int) {
        var seen = RecentRoots(after: Self.edge(begin), limit: limit)
        for start in stride(from: begin, to: Self.count, by: step) {
            let end = min(start + step, Self.count)
            seen.append((start..<end).map(Self.leaf))
            #expect(seen.size == TreeSize(UInt64(end)))
            for size in Swift.max(0, end - 700)...end {
                let answer = seen.root(at: TreeSize(UInt64(size)), limit: TreeSize(UInt64(end)))
                // At least as many entries as asked for are kept.
                let mustKnow = size == 0 || (size >= begin && size > end - limit)
                if mustKnow || answer != .forgotten { #expect(answer == .root(Self.roots[size]), "\(size) of \(end)") }
            }
        }
    }

    @Test("what was asked for, or told, stays known; what was not is forgotten")
    func forgotten() {
        var seen = RecentRoots(limit: 256)
        seen.append((0..<256).map(Self.leaf))
        #expect(seen.root(at: 6, limit: 256) == .root(Self.roots[6]))
        for start in [256, 512, 768] { seen.append((start..<start + 256).map(Self.leaf)) }
        #expect(seen.root(at: 5, limit: 1024) == .forgotten)
        #expect(seen.root(at: 6, limit: 1024) == .root(Self.roots[6]))
        #expect(seen.root(at: 1024, limit: 1024) == .root(Self.roots[1024]))
        seen.remember(5, Self.roots[5])
        #expect(seen.root(at: 5, limit: 1024) == .root(Self.roots[5]))
    }

    @Test("a size beyond the asker, or beyond the tree, is ahead")
    func ahead() {
        var seen = RecentRoots(limit: 1024)
        #expect(seen.root(at: 0, limit: 0) == .root(.emptyTree))
        #expect(seen.root(at: 1, limit: 10) == .ahead)
        seen.append((0..<10).map(Self.leaf))
        #expect(seen.root(at: 7, limit: 6) == .ahead)
        #expect(seen.root(at: 7, limit: 7) == .root(Self.roots[7]))
        #expect(seen.root(at: 11, limit: 20) == .ahead)
    }
}
