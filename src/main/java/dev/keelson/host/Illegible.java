package dev.keelson.host;

import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// Refuses a request that is no message of the service. gRPC by itself reads messages behind every
/// interceptor, answers UNKNOWN, and leaves a stack trace in the log each time.
///
/// The service's methods are defined anew, on messages that may be none: as streams, which gRPC has
/// for this, they would cost two buffers of 8 KiB for each call.
final class Illegible {
  private static final Status REFUSAL =
      Status.INVALID_ARGUMENT.withDescription("the request is no message of this service");

  private Illegible() {}

  /// The service, its messages read where they can be refused.
  static ServerServiceDefinition refusedBefore(BindableService service) {
    ServerServiceDefinition bound = service.bindService();
    List<? extends ServerMethodDefinition<?, ?>> methods =
        bound.getMethods().stream().map(Illegible::guarded).toList();
    var descriptor = ServiceDescriptor.newBuilder(bound.getServiceDescriptor().getName());
    methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    var guarded = ServerServiceDefinition.builder(descriptor.build());
    methods.forEach(guarded::addMethod);
    return guarded.build();
  }

  private static <Q, A> ServerMethodDefinition<Optional<Q>, A> guarded(
      ServerMethodDefinition<Q, A> method) {
    MethodDescriptor<Q, A> was = method.getMethodDescriptor();
    return ServerMethodDefinition.create(
        was.toBuilder(new Reader<>(was.getRequestMarshaller()), was.getResponseMarshaller())
            .build(),
        guarded(method.getServerCallHandler()));
  }

  private static <Q, A> ServerCallHandler<Optional<Q>, A> guarded(ServerCallHandler<Q, A> handler) {
    return (call, headers) -> new Guard<>(call, handler.startCall(ofMessages(call), headers));
  }

  /// A call's own methods know nothing of what its requests are.
  @SuppressWarnings("unchecked")
  private static <Q, A> ServerCall<Q, A> ofMessages(ServerCall<Optional<Q>, A> call) {
    return (ServerCall<Q, A>) (ServerCall<?, A>) call;
  }

  /// Empty for what is no message.
  private record Reader<Q>(Marshaller<Q> messages) implements Marshaller<Optional<Q>> {
    @Override
    public InputStream stream(Optional<Q> message) {
      return messages.stream(message.orElseThrow());
    }

    @Override
    public Optional<Q> parse(InputStream bytes) {
      try {
        return Optional.of(messages.parse(bytes));
      } catch (StatusRuntimeException _) {
        return Optional.empty();
      }
    }
  }

  /// The service itself hears of a message at onHalfClose, and of one that is none never.
  private static final class Guard<Q> extends ServerCall.Listener<Optional<Q>> {
    private final ServerCall<Optional<Q>, ?> call;
    private final ServerCall.Listener<Q> service;
    private boolean refused;

    Guard(ServerCall<Optional<Q>, ?> call, ServerCall.Listener<Q> service) {
      this.call = call;
      this.service = service;
    }

    @Override
    public void onMessage(Optional<Q> message) {
      if (message.isPresent()) {
        service.onMessage(message.get());
      } else {
        refused = true;
        call.close(REFUSAL, new Metadata());
      }
    }

    @Override
    public void onHalfClose() {
      if (!refused) {
        service.onHalfClose();
      }
    }

    @Override
    public void onCancel() {
      service.onCancel();
    }

    @Override
    public void onComplete() {
      service.onComplete();
    }

    @Override
    public void onReady() {
      service.onReady();
    }
  }
}
