import Discussion
import Store
import Wire

extension Service {
    /// What a client is told of a fault; what it does not concern goes to the log.
    func refusal(for error: any Error, in method: Method) -> Refusal {
        if let refusal = error as? Refusal, refusal.kind != .internalFault { return refusal }
        let isDisk = (error as? StoreError)?.isWriteRefused == true && method.spec.isWrite
        let incident = String(UInt64.random(in: .min ... .max), radix: 36)
        options.report(
            LogEntry(
                .error, isDisk ? "read_only" : "fault", "\(error)", method: method.rawValue,
                incident: incident))
        var refusal =
            isDisk
            ? Refusal(.readOnly, "the disk takes no writes now; reads go on")
            : Refusal(.internalFault, "a fault of the server's; nothing was stored")
        refusal.incident = incident
        return refusal
    }
}
