/**
 * Runs in: parent and worker. Objects to bytes and back, as pickle does for Python: tasks,
 * arguments, results and exceptions. Kryo walks the graph; what may travel, and how, is decided
 * here.
 *
 * <pre>
 * Pickler        the way in: plain values at once, graphs by
 *   Messages       tag, length, definitions; again on a DeepStack if need be
 *   ThrownMessage  exceptions, as text and as objects
 *     Engine         one Kryo and its streams, kept in an EnginePool
 *       PickleKryo          what serializers ask of the message at hand
 *       TableClassResolver  classes to numbers (ClassTable) and back (ClassDefinitions)
 *       GraphReferences     objects to numbers, and cycles through what is built from its parts
 *         Wholeness           which objects have all that they lead to
 *         LateFillings        collections that wait for their elements to be whole
 *
 * SerializerChoice   which way a class goes, by the class alone (a ClassPlan):
 *   Refusals           never, with a way out
 *   JdkValues, JdkCollections, JdkExtras, JdkViews, PrimitiveArraySerializer, EnumSerializer ...
 *   RecordSerializer, FieldsSerializer          users' classes
 *   StreamSerializer, ExternalizableSerializer, ReplacedSerializer   java.io's protocol
 *   LambdaWriter, LambdaReader                  by call site (LambdaShape) and captured values
 *   PlainLambdaWriter                           the same of lambdas that do not describe themselves:
 *     LambdaFinder       the call site that a hidden class (LambdaClass) was made for, among those
 *                        of its host's class file (LambdaSites)
 *   SharedObjectSerializer, ReducedSerializer, SealedValueSerializer   ours
 * </pre>
 *
 * <p>A failure to write is an Unsendable on its way out, which collects the path, and a
 * NotSendableException for the caller; it costs nothing where there is none.
 */
package io.procpool.ipc.pickle;
