import Glibc
import Service

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
        let session = server.connect(onNotification: onNotification)
        let failure = Monitor<Int32?>(nil)
        let sender = WorkerThread { [output, form] in
            while let replies = session.nextReplies() {
                guard !session.isBroken else { continue }
                if let code = Descriptor.write(form?(replies) ?? replies, to: output) {
                    failure.change { $0 = code }
                    session.breakOff()
                }
            }
        }
        guard let sender else { throw StartProblem("the system has no thread to give") }
        while !session.isBroken, Descriptor.waitForInput(input, unless: stop),
            let bytes = Descriptor.read(input), !bytes.isEmpty
        {
            bytes.withUnsafeBytes { session.feed($0) }
        }
        session.end()
        sender.join()
        if let code = failure.read({ $0 }) {
            throw StartProblem("standard output: \(String(cString: strerror(code)))")
        }
    }
}
