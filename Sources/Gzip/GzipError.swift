/// Why some bytes were refused as gzip (RFC 1952).
public enum GzipError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The bytes do not begin with the gzip signature, or with a method other than deflate.
    case notGzip
    /// The bytes end inside a member.
    case truncated
    /// The compressed data break the rules of deflate (RFC 1951), near this byte of the input.
    case corrupt(atByte: Int)
    /// The CRC-32 of a member is not the one in its trailer.
    case checksumDiffers(atByte: Int)
    /// The length of a member is not the one in its trailer.
    case lengthDiffers(atByte: Int)
    /// Bytes after the last member that are not another member.
    case trailingBytes(atByte: Int)
    /// More plain bytes than the limit.
    case tooLong(limit: Int)
    /// More plain bytes for each compressed byte than the limit: made to exhaust the reader.
    case tooDense(limit: Int)
    /// The system gave no memory for the work.
    case noMemory

    /// One sentence: what was found and what to do.
    public var description: String {
        switch self {
        case .notGzip: "the bytes are not gzip (RFC 1952); send them plain or compress them again"
        case .truncated: "the gzip data end too early; send the file again whole"
        case .corrupt(let byte): "the gzip data are damaged near byte \(byte); send the file again"
        case .checksumDiffers(let byte):
            "the gzip checksum that ends at byte \(byte) does not fit the data; send the file again"
        case .lengthDiffers(let byte):
            "the gzip length that ends at byte \(byte) does not fit the data; send the file again"
        case .trailingBytes(let byte):
            "there are bytes after the end of the gzip data, from byte \(byte); send the file without them"
        case .tooLong(let limit):
            "the gzip data hold more than \(limit) plain bytes, which is the limit; divide the file"
        case .tooDense(let limit):
            "the gzip data hold more than \(limit) plain bytes for each compressed byte; send the file uncompressed"
        case .noMemory: "there is no memory to read the gzip data; try again"
        }
    }
}
