package org.superlance.procmon.server;

import java.nio.charset.StandardCharsets;
import org.superlance.listener.config.ProgramConfig;
import org.superlance.listener.event.EventType;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.procmon.eventlistener.EventBus;
import org.superlance.procmon.spawn.io.OutputDispatcher;

/** Makes events of what a program writes, if they are asked for. */
class ProcessOutputDispatcher implements OutputDispatcher {

    private final Namespec name;
    private final ProgramConfig.Output output;
    private final EventBus bus;

    ProcessOutputDispatcher(Namespec name, ProgramConfig.Output output, EventBus bus) {
        this.name = name;
        this.output = output;
        this.bus = bus;
    }

    @Override
    public boolean wantsStdout() {
        return output.stdout().events();
    }

    @Override
    public boolean wantsStderr() {
        return output.stderr().events();
    }

    @Override
    public void started() {
        // its state tells
    }

    @Override
    public void stdout(long pid, byte[] bytes) {
        bus.publish(EventType.PROCESS_LOG_STDOUT, payload(pid, "stdout", bytes));
    }

    @Override
    public void stderr(long pid, byte[] bytes) {
        bus.publish(EventType.PROCESS_LOG_STDERR, payload(pid, "stderr", bytes));
    }

    @Override
    public void ended() {
        // its state tells
    }

    private String payload(long pid, String channel, byte[] bytes) {
        return "processname:" + name.name() + " groupname:" + name.group() + " pid:" + pid + " channel:" + channel
                + "\n" + new String(bytes, StandardCharsets.UTF_8);
    }
}
