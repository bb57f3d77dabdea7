import StrictJSON

/// Divides the text of a GeoJSON collection into its features as the bytes arrive, so that no more than one is held.
///
/// It finds where values end and leaves their inside to `JSONDocument`, which is strict.
struct FeatureStream {
    /// A value of the collection, whole.
    enum Item {
        case member(key: String, value: [UInt8])
        case feature([UInt8])
    }

    private enum Phase { case root, keyOrEnd, key, colon, value, commaOrEnd, featureOrEnd, feature, featureComma, done }

    private var phase = Phase.root
    private var key = ""
    private var buffer: [UInt8] = []
    /// Inside a value: how deep, whether in a string, whether after a backslash.
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var isCollecting = false
    private var offset = 0
    private(set) var hasFeatures = false

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Whether the text was whole.
    var isDone: Bool { phase == .done }

    mutating func feed(_ bytes: [UInt8], take: (Item) throws(RoadNetworkError) -> Void) throws(RoadNetworkError) {
        var at = 0
        if offset < 3 {
            // A byte order mark is passed over, even when it arrives in pieces.
            while at < bytes.count, offset < 3, bytes[at] == Self.mark[offset], phase == .root {
                at += 1
                offset += 1
            }
            if at < bytes.count, offset > 0, offset < 3 { throw fault(bytes[at]) }
            if at < bytes.count { offset = 3 }
        }
        while at < bytes.count {
            if isCollecting {
                try collect(bytes, &at, take: take)
            } else {
                try step(bytes[at], &at)
            }
        }
    }

    private func fault(_ byte: UInt8) -> RoadNetworkError {
        .notGeoJSON(feature: nil, "unexpected byte 0x\(String(byte, radix: 16)) between the collection's members")
    }

    private mutating func begin(_ next: Phase) {
        phase = next
        buffer.removeAll(keepingCapacity: true)
        (depth, isInString, isEscaped, isCollecting) = (0, false, false, true)
    }

    /// A byte between values.
    private mutating func step(_ byte: UInt8, _ at: inout Int) throws(RoadNetworkError) {
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D:
            at += 1
            return
        default: break
        }
        switch (phase, byte) {
        case (.root, UInt8(ascii: "{")): phase = .keyOrEnd
        case (.keyOrEnd, UInt8(ascii: "}")), (.commaOrEnd, UInt8(ascii: "}")): phase = .done
        case (.keyOrEnd, UInt8(ascii: "\"")), (.key, UInt8(ascii: "\"")):
            begin(.key)
            return
        case (.colon, UInt8(ascii: ":")): phase = .value
        case (.value, UInt8(ascii: "[")) where key == "features":
            guard !hasFeatures else { throw .notGeoJSON(feature: nil, "key 'features' stands twice") }
            hasFeatures = true
            phase = .featureOrEnd
        case (.value, _):
            begin(.value)
            return
        case (.commaOrEnd, UInt8(ascii: ",")): phase = .key
        case (.featureOrEnd, UInt8(ascii: "]")), (.featureComma, UInt8(ascii: "]")): phase = .commaOrEnd
        case (.featureComma, UInt8(ascii: ",")): phase = .feature
        case (.featureOrEnd, _), (.feature, _):
            begin(.feature)
            return
        default: throw fault(byte)
        }
        at += 1
    }

    /// Takes bytes up to the end of the value, or all there are.
    private mutating func collect(
        _ bytes: [UInt8], _ at: inout Int, take: (Item) throws(RoadNetworkError) -> Void
    ) throws(RoadNetworkError) {
        let start = at
        var isWhole = false
        bytes.withUnsafeBufferPointer { bytes in
            while at < bytes.count, !isWhole {
                let byte = bytes[at]
                if isInString {
                    if isEscaped {
                        isEscaped = false
                    } else if byte == UInt8(ascii: "\\") {
                        isEscaped = true
                    } else if byte == UInt8(ascii: "\"") {
                        isInString = false
                        isWhole = depth == 0
                    }
                    at += 1
                    continue
                }
                switch byte {
                case UInt8(ascii: "\""):
                    isInString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["):
                    depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    // The bracket after a number or a word belongs to what is around it.
                    if depth == 0 {
                        isWhole = true
                        continue
                    }
                    depth -= 1
                    isWhole = depth == 0
                case UInt8(ascii: ","), 0x20, 0x09, 0x0A, 0x0D:
                    if depth == 0 {
                        isWhole = true
                        continue
                    }
                default: break
                }
                at += 1
            }
        }
        guard buffer.count + (at - start) <= RoadLimits.maximumFeatureBytes else {
            throw .tooMany("bytes of one feature", limit: RoadLimits.maximumFeatureBytes)
        }
        buffer += bytes[start..<at]
        if isWhole { try finish(take) }
    }

    private mutating func finish(_ take: (Item) throws(RoadNetworkError) -> Void) throws(RoadNetworkError) {
        isCollecting = false
        switch phase {
        case .key:
            let document: JSONDocument
            do { document = try JSONDocument(buffer, limits: .init(maximumBytes: 1_000)) } catch {
                throw .notGeoJSON(feature: nil, "a key of the collection: \(error)")
            }
            key = (try? document.root.string()) ?? ""
            phase = .colon
        case .value:
            phase = .commaOrEnd
            try take(.member(key: key, value: buffer))
        default:
            phase = .featureComma
            try take(.feature(buffer))
        }
    }
}
