import CLinux
import Glibc

/// A connection to a running server's Unix socket.
package final class SocketClient: Sendable {
    private let descriptor: Int32

    package init(path: String) throws(StartProblem) {
        descriptor = clinux_unix_connect(path)
        guard descriptor >= 0 else { throw StartProblem(system: path) }
    }

    deinit { close(descriptor) }

    /// Hands `input` to the server and its replies to `output`, until both have ended. `stop`
    /// becomes readable when it shall end early. Throws where either side is lost before its time.
    package func relay(input: Int32, output: Int32, stop: Int32) throws(StartProblem) {
        let failure = Monitor<Int32?>(nil)
        let receiver = WorkerThread { [descriptor] in
            let code = Self.copy(from: descriptor, to: output)
            failure.change { $0 = code }
        }
        guard let receiver else { throw StartProblem("the system has no thread to give") }
        while Descriptor.waitForInput(input, unless: stop) {
            guard let bytes = Descriptor.read(input), !bytes.isEmpty,
                Descriptor.write(bytes, to: descriptor) == nil
            else { break }
        }
        shutdown(descriptor, Int32(SHUT_WR))
        receiver.join()
        if let code = failure.read({ $0 }) {
            throw StartProblem("standard output: \(String(cString: strerror(code)))")
        }
    }

    /// Copies to the end; the error number where writing fails.
    private static func copy(from input: Int32, to output: Int32) -> Int32? {
        while let bytes = Descriptor.read(input), !bytes.isEmpty {
            if let code = Descriptor.write(bytes, to: output) { return code }
        }
        return nil
    }

    /// Sends one line and returns its reply line, the newlines not counted.
    package func call(_ line: [UInt8]) throws(StartProblem) -> [UInt8] {
        if Descriptor.write(line + [0x0A], to: descriptor) != nil {
            throw StartProblem("the server is gone")
        }
        var reply: [UInt8] = []
        while reply.last != 0x0A {
            guard let bytes = Descriptor.read(descriptor), !bytes.isEmpty else {
                throw StartProblem("the server is gone")
            }
            reply += bytes
        }
        return reply.dropLast()
    }
}
