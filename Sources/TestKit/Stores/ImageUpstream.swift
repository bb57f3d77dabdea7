public import ParleyNode
import Synchronization
public import TransparencyLog

/// A log as an upstream serves it, of any entries whatsoever and signed with whatever key: honest, or lying as it is told.
public final class ImageUpstream: LogUpstream {
    /// What is done to every answer before it leaves; the path is that of the file.
    public typealias Lie = @Sendable (LogPath, [UInt8]) throws(UpstreamError) -> [UInt8]

    private struct State {
        var entries: [[UInt8]] = []
        var signer: NoteSigner
        var tree = TileBuilder()
        var full: [Tile] = []
        var note: [UInt8] = []
        var lie: Lie?
        var asked: [LogPath] = []
        var listeners: [Int: AsyncStream<[UInt8]>.Continuation] = [:]
        var nextListener = 0
        var answer: @Sendable (ForwardedStatement) -> ForwardedAnswer? = { _ in nil }
        var forwarded: [ForwardedStatement] = []

        /// Serves these; what they have in common with what was served is not hashed again.
        mutating func take(_ new: [[UInt8]]) {
            if new.count < entries.count || Array(new.prefix(entries.count)) != entries {
                (tree, full) = (TileBuilder(), [])
            }
            full += tree.append(new.dropFirst(Int(tree.size.value)).map { Hash.leaf(of: $0) })
            entries = new
            let checkpoint = try? Checkpoint(origin: signer.verifierKey.name, size: tree.size, root: tree.root)
            note = (try? checkpoint?.signed(by: signer))?.bytes ?? []
        }
    }

    /// How it is called.
    public let name: String
    private let announces: Bool
    private let state: Mutex<State>

    /// An upstream that serves these entries.
    ///
    /// - Parameters:
    ///   - entries: the log's entries in their order.
    ///   - signer: signs its checkpoints.
    ///   - name: how it is called.
    ///   - announces: whether it tells of its growth, or waits to be asked.
    public init(_ entries: [[UInt8]], signer: NoteSigner, name: String = "upstream", announces: Bool = true) {
        self.name = name
        self.announces = announces
        var served = State(signer: signer)
        served.take(entries)
        state = Mutex(served)
    }

    /// Serves these entries from now on, and announces them.
    public func serve(_ entries: [[UInt8]]) {
        let (note, listeners) = state.withLock { state in
            state.take(entries)
            return (Self.note(state), Array(state.listeners.values))
        }
        for listener in listeners { listener.yield(note) }
    }

    /// Lies like this from now on; nil for honesty.
    public func lie(_ lie: Lie?) { state.withLock { $0.lie = lie } }

    /// What was asked for, in order.
    public var asked: [LogPath] { state.withLock { $0.asked } }

    /// The statements that were handed on to it.
    public var forwarded: [ForwardedStatement] { state.withLock { $0.forwarded } }

    /// Answers statements like this; nil is out of reach.
    public func answer(with answer: ForwardedAnswer?) { self.answer { _ in answer } }

    /// Answers each statement as `answer` says; nil is out of reach.
    public func answer(_ answer: @escaping @Sendable (ForwardedStatement) -> ForwardedAnswer?) {
        state.withLock { $0.answer = answer }
    }

    /// The signed checkpoint of what it serves, before any lie.
    public var note: [UInt8] { state.withLock { Self.note($0) } }

    /// Ends every announcement, as a connection that breaks.
    public func hangUp() {
        let listeners = state.withLock { state in
            defer { state.listeners = [:] }
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.finish() }
    }

    /// The newest checkpoint.
    public func checkpoint() async throws(UpstreamError) -> [UInt8] { try await resource(.checkpoint) }

    /// The bytes of a file of the log.
    public func resource(_ path: LogPath) async throws(UpstreamError) -> [UInt8] {
        let (bytes, lie) = state.withLock { state in
            state.asked.append(path)
            return (Self.file(path, state), state.lie)
        }
        guard let bytes else { throw UpstreamError(.notFound, "\(path.path): there is no such file") }
        return try lie?(path, bytes) ?? bytes
    }

    /// Hands over checkpoints as they are served.
    public func announcements(_ handle: @escaping @Sendable ([UInt8]) -> Void) async throws(UpstreamError) {
        guard announces else { throw UpstreamError(.notOffered, "announces nothing") }
        let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        let id = state.withLock { state in
            state.nextListener += 1
            state.listeners[state.nextListener] = continuation
            continuation.yield(Self.note(state))
            return state.nextListener
        }
        for await note in stream {
            let lie = state.withLock { $0.lie }
            handle(try lie?(.checkpoint, note) ?? note)
        }
        state.withLock { _ = $0.listeners.removeValue(forKey: id) }
    }

    /// Takes a statement and answers as it was told to.
    public func submit(_ statement: ForwardedStatement) async throws(UpstreamError) -> ForwardedAnswer {
        let answer = state.withLock { state in
            state.forwarded.append(statement)
            return state.answer
        }
        guard let answer = answer(statement) else { throw UpstreamError(.unreachable, "\(name) cannot be reached") }
        return answer
    }

    private static func note(_ state: State) -> [UInt8] { state.note }

    private static func file(_ path: LogPath, _ state: State) -> [UInt8]? {
        let size = TreeSize(UInt64(state.entries.count))
        switch path {
        case .checkpoint: return state.note
        case .entries(let bundle):
            guard bundle.exists(in: size) else { return nil }
            let first = Int(bundle.firstIndex.value)
            return try? EntryBundle.encode(state.entries[first..<first + bundle.width])
        case .tile(let coordinate):
            guard coordinate.exists(in: size) else { return nil }
            let tiles = state.full + state.tree.partialTiles
            let found = tiles.first {
                $0.coordinate.level == coordinate.level && $0.coordinate.index == coordinate.index
            }
            return found?.narrowed(to: coordinate.width)?.bytes
        }
    }
}
