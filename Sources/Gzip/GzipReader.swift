import CZlib

/// Inflates gzip as it arrives, piece by piece; several members after one another are one text (RFC 1952, 2.2).
///
/// After an error the reader stays refused: every later call throws the same error.
public struct GzipReader: ~Copyable {
    /// Where the reader stands between two bytes of the input.
    private enum State {
        /// Before a member; its first bytes decide whether it is one.
        case between
        /// Inside a member.
        case inside
        case refused(GzipError)
    }

    /// zlib keeps the address of its stream, so the stream must not move with this value.
    private let stream: UnsafeMutablePointer<z_stream>
    /// Where zlib writes; `pieceBytes` long.
    private let output: UnsafeMutablePointer<UInt8>
    private let limit: Int
    private let ratio: Int
    private var state = State.between
    private var members = 0
    private var inputBytes = 0
    private var outputBytes = 0
    /// The bytes of a member's signature that have arrived, while they may still turn out to be something else.
    private var signature: [UInt8] = []

    private static let pieceBytes = 64 * 1024
    /// Window of 32 KiB, and 16 for the gzip wrapper.
    private static let windowBits: Int32 = 15 + 16

    /// A reader that gives out at most `limit` bytes, and at most `ratio` for each compressed byte.
    ///
    /// - Throws: `noMemory`.
    public init(limit: Int, ratio: Int = Gzip.standardRatio) throws(GzipError) {
        self.limit = limit
        self.ratio = ratio
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        output = .allocate(capacity: Self.pieceBytes)
        guard inflateInit2_(stream, Self.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .noMemory
        }
    }

    deinit {
        // Does nothing to a stream that was never set up.
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
        output.deallocate()
    }

    /// Takes the next compressed bytes and appends what they hold to `plain`.
    ///
    /// - Throws: the first rule broken; `plain` may then hold bytes that no checksum has confirmed.
    public mutating func read(_ bytes: [UInt8], into plain: inout [UInt8]) throws(GzipError) {
        var at = 0
        while at < bytes.count {
            switch state {
            case .refused(let error): throw error
            case .between:
                signature.append(bytes[at])
                at += 1
                inputBytes += 1
                guard signature.count == 2 || signature == [0x1F] else { throw refuse(strange()) }
                guard signature.count == 2 else { continue }
                guard signature == [0x1F, 0x8B] else { throw refuse(strange()) }
                let begin = signature
                signature = []
                guard inflateReset(stream) == Z_OK else { throw refuse(.noMemory) }
                state = .inside
                members += 1
                _ = try step(begin[...], into: &plain)
            case .inside:
                let piece = bytes[at..<min(at + Self.pieceBytes, bytes.count)]
                let used = try step(piece, into: &plain)
                at += used
                inputBytes += used
            }
        }
    }

    /// Says that no more bytes come.
    ///
    /// - Throws: `truncated` inside a member, `notGzip` when there was none, or the error from before.
    public func finish() throws(GzipError) {
        switch state {
        case .refused(let error): throw error
        case .inside: throw .truncated
        case .between:
            if !signature.isEmpty { throw members == 0 ? .truncated : .trailingBytes(atByte: inputBytes - 1) }
            if members == 0 { throw inputBytes == 0 ? .truncated : .notGzip }
        }
    }

    private func strange() -> GzipError {
        members == 0 ? .notGzip : .trailingBytes(atByte: inputBytes - signature.count)
    }

    private mutating func refuse(_ error: GzipError) -> GzipError {
        state = .refused(error)
        return error
    }

    /// Gives a piece to zlib until it is used up or the member ends; returns how many bytes were used.
    private mutating func step(_ piece: ArraySlice<UInt8>, into plain: inout [UInt8]) throws(GzipError) -> Int {
        var used = 0
        while case .inside = state {
            // One byte more than allowed is enough to know; it is never handed on.
            // A small piece gets a small room: the room is cleared each time.
            let room = min(Self.pieceBytes, max(512, 8 * (piece.count - used)), max(0, limit - outputBytes) + 1)
            let (taken, given, code) = inflate(piece.dropFirst(used), room: room, into: &plain)
            used += taken
            outputBytes += given
            let isStarved = used == piece.count && given < room
            // With no input left, zlib says "buffer error" for "nothing more to give".
            try check(isStarved && code == Z_BUF_ERROR ? Z_OK : code, at: inputBytes + used)
            if isStarved { break }
        }
        return used
    }

    /// One call of zlib: appends at most `room` bytes.
    private func inflate(
        _ input: ArraySlice<UInt8>, room: Int, into plain: inout [UInt8]
    ) -> (taken: Int, given: Int, code: Int32) {
        input.withUnsafeBufferPointer { bytes in
            stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
            stream.pointee.avail_in = UInt32(bytes.count)
            stream.pointee.next_out = output
            stream.pointee.avail_out = UInt32(room)
            let code = CZlib.inflate(stream, Z_NO_FLUSH)
            let given = room - Int(stream.pointee.avail_out)
            plain.append(contentsOf: UnsafeBufferPointer(start: output, count: given))
            return (bytes.count - Int(stream.pointee.avail_in), given, code)
        }
    }

    private mutating func check(_ code: Int32, at byte: Int) throws(GzipError) {
        if outputBytes > limit { throw refuse(.tooLong(limit: limit)) }
        let isDense = outputBytes > Gzip.ratioFloorBytes && outputBytes / max(1, byte) >= ratio
        switch code {
        case Z_STREAM_END, Z_OK:
            if isDense { throw refuse(.tooDense(limit: ratio)) }
            if code == Z_STREAM_END { state = .between }
        case Z_MEM_ERROR: throw refuse(.noMemory)
        default: throw refuse(fault(at: byte))
        }
    }

    /// zlib tells these faults apart by their fixed message alone.
    private func fault(at byte: Int) -> GzipError {
        guard let message = stream.pointee.msg else { return .corrupt(atByte: byte) }
        return switch String(cString: message) {
        case "incorrect data check": .checksumDiffers(atByte: byte)
        case "incorrect length check": .lengthDiffers(atByte: byte)
        case "unknown compression method", "incorrect header check": .notGzip
        default: .corrupt(atByte: byte)
        }
    }
}
