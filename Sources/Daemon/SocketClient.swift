import CLinux
import Glibc
import Service

/// A connection to a running server's Unix socket.
package final class SocketClient: Sendable {
    private let descriptor: Int32

    package init(path: String) throws(StartProblem) {
        descriptor = clinux_unix_connect(path)
        guard descriptor >= 0 else { throw StartProblem(system: path) }
    }

    deinit { close(descriptor) }

    /// Hands `input` to the server and its replies to `output`, until both have ended. `stop`
    /// becomes readable when it shall end early; `form` may give whole lines of replies another
    /// form. Throws where either side is lost before its time.
    package func relay(
        input: Int32, output: Int32, stop: Int32, form: (@Sendable ([UInt8]) -> [UInt8])? = nil
    ) throws(StartProblem) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw StartProblem(system: "pipe") }
        defer { for end in ends where end >= 0 { close(end) } }
        let failure = Monitor<Int32?>(nil)
        let receiver = WorkerThread { [descriptor, gone = ends[1]] in
            let code = Self.copy(from: descriptor, to: output, form)
            failure.change { $0 = code }
            _ = Descriptor.write([0], to: gone)
            // Where nobody takes replies, nothing more is sent either: not even what waits to be.
            shutdown(descriptor, Int32(SHUT_RDWR))
        }
        guard let receiver else { throw StartProblem("the system has no thread to give") }
        var isWhole = false
        while Descriptor.waitForInput(input, unless: stop, ends[0]) {
            guard let bytes = Descriptor.read(input), !bytes.isEmpty else {
                isWhole = true
                break
            }
            if Descriptor.write(bytes, to: descriptor) != nil { break }
        }
        shutdown(descriptor, Int32(SHUT_WR))
        receiver.join()
        if let code = failure.read({ $0 }) {
            throw StartProblem("standard output: \(String(cString: strerror(code)))")
        }
        if !isWhole, !Descriptor.isReadable(stop) { throw Self.serverIsGone }
    }

    private static let serverIsGone = StartProblem("the server is gone")

    /// Copies whole lines to the end; the error number where writing fails.
    private static func copy(
        from input: Int32, to output: Int32, _ form: (@Sendable ([UInt8]) -> [UInt8])?
    ) -> Int32? {
        var held: [UInt8] = []
        while let bytes = Descriptor.read(input), !bytes.isEmpty {
            held += bytes
            guard let end = held.lastIndex(of: 0x0A) else { continue }
            let lines = Array(held[...end])
            held.removeFirst(lines.count)
            if let code = Descriptor.write(form?(lines) ?? lines, to: output) { return code }
        }
        return held.isEmpty ? nil : Descriptor.write(held, to: output)
    }

    /// Sends one line and returns its reply line, the newlines not counted. A server that takes no
    /// line may have said why before it closed.
    package func call(_ line: [UInt8]) throws(StartProblem) -> [UInt8] {
        send(line + [0x0A])
        var reply: [UInt8] = []
        while reply.last != 0x0A {
            guard let bytes = Descriptor.read(descriptor), !bytes.isEmpty else {
                throw Self.serverIsGone
            }
            reply += bytes
        }
        return reply.dropLast()
    }

    /// Sends bytes as long as the server takes them, without the signal that a closed pipe sends.
    private func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno != EINTR { return }
            rest = rest.dropFirst(max(0, count))
        }
    }
}
