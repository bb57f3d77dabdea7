import CZlib

extension Gzip {
    /// Compresses a text into one gzip member, as small as zlib makes it; for files that are served again and again.
    ///
    /// - Parameter bytes: The plain bytes, at most 2 GiB.
    /// - Returns: The member.
    /// - Throws: `noMemory`.
    public static func deflate(_ bytes: [UInt8]) throws(GzipError) -> [UInt8] {
        var stream = z_stream()
        // Window of 32 KiB, and 16 for the gzip wrapper; 8 is zlib's own measure of memory.
        guard
            deflateInit2_(
                &stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { throw .noMemory }
        defer { deflateEnd(&stream) }
        var out = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
        var input = bytes
        let status = input.withUnsafeMutableBufferPointer { plain in
            out.withUnsafeMutableBufferPointer { packed in
                stream.next_in = plain.baseAddress
                stream.avail_in = UInt32(plain.count)
                stream.next_out = packed.baseAddress
                stream.avail_out = UInt32(packed.count)
                return CZlib.deflate(&stream, Z_FINISH)
            }
        }
        // The room was what zlib said is enough, so anything else is want of memory.
        guard status == Z_STREAM_END else { throw .noMemory }
        out.removeLast(out.count - Int(stream.total_out))
        return out
    }
}
