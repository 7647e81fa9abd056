import Glibc

/// Serves one client over two file descriptors: standard input and output.
package struct PipeServer {
    private let server: Server
    private let input: Int32
    private let output: Int32
    /// Becomes readable when the process is asked to stop.
    private let stop: Int32
    /// What becomes of replies before they are written; nil: nothing.
    private let form: (@Sendable ([UInt8]) -> [UInt8])?
    private let onNotification: () -> Void

    /// `stop` is a descriptor that becomes readable when serving shall end early; -1 for none.
    /// `form` may give whole lines of replies another form.
    package init(
        _ server: Server, input: Int32, output: Int32, stop: Int32 = -1,
        form: (@Sendable ([UInt8]) -> [UInt8])? = nil,
        onNotification: @escaping () -> Void = {}
    ) {
        self.server = server
        self.input = input
        self.output = output
        self.stop = stop
        self.form = form
        self.onNotification = onNotification
    }

    /// Answers every command until the input ends, the client goes away or the process is asked to
    /// stop; what was accepted is answered in any case. Throws where replies cannot be written.
    package func run() throws(StartProblem) {
        let outbox = server.outbox()
        let session = server.session(outbox, onNotification)
        let failure = Monitor<Int32?>(nil)
        let sender = WorkerThread { [output, form] in
            while let taken = outbox.take() {
                let bytes = form?(taken.bytes) ?? taken.bytes
                if !outbox.isBroken, let code = Descriptor.write(bytes, to: output) {
                    failure.change { $0 = code }
                    outbox.breakOff()
                }
                outbox.release(taken.held)
            }
        }
        guard let sender else { throw StartProblem("the system has no thread to give") }
        read(into: session, while: { !outbox.isBroken })
        session.end()
        sender.join()
        if let code = failure.read({ $0 }) {
            throw StartProblem("standard output: \(String(cString: strerror(code)))")
        }
    }

    private static let chunkBytes = 64 << 10

    private func read(into session: Session, while isGoing: () -> Bool) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Self.chunkBytes, alignment: 16)
        defer { buffer.deallocate() }
        while isGoing(), waitForInput() {
            guard let count = Descriptor.read(input, into: buffer), count > 0 else { return }
            session.feed(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    /// False where the process is asked to stop.
    private func waitForInput() -> Bool {
        while true {
            var polled = [
                pollfd(fd: input, events: Int16(POLLIN), revents: 0),
                pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
            ]
            let count = poll(&polled, 2, -1)
            if count < 0, errno == EINTR { continue }
            return count > 0 && polled[1].revents == 0
        }
    }
}
