import Foundation

/// The cores that this program may run on, as Linux keeps them; `nil` elsewhere.
struct Cores: Sendable {
    private typealias GetMask = @convention(c) (pid_t, Int, UnsafeMutableRawPointer) -> Int32
    private typealias SetMask = @convention(c) (pid_t, Int, UnsafeRawPointer) -> Int32

    /// One bit a core, for 1,024 cores.
    private static let maskBytes = 128

    static let shared = Cores()

    private let getMask: GetMask
    private let setMask: SetMask

    /// Looks the two calls up by name: the C library's headers hide them from Swift.
    private init?() {
        guard let getter = dlsym(nil, "sched_getaffinity"), let setter = dlsym(nil, "sched_setaffinity") else {
            return nil
        }
        getMask = unsafeBitCast(getter, to: GetMask.self)
        setMask = unsafeBitCast(setter, to: SetMask.self)
    }

    /// The cores' numbers, in order; empty where the system does not say.
    func allowed() -> [Int] {
        var mask = [UInt8](repeating: 0, count: Self.maskBytes)
        guard getMask(0, mask.count, &mask) >= 0 else { return [] }
        return (0..<mask.count * 8).filter { mask[$0 / 8] & (1 << ($0 % 8)) != 0 }
    }

    /// Keeps the calling thread on one core; says whether the system did so.
    @discardableResult
    func keepThisThread(on core: Int) -> Bool {
        var mask = [UInt8](repeating: 0, count: Self.maskBytes)
        guard core / 8 < mask.count else { return false }
        mask[core / 8] = 1 << (core % 8)
        return setMask(0, mask.count, mask) == 0
    }
}
