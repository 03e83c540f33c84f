import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * The reference validator as a filter: a line of JSON in, a line of JSON out.
 *
 * <p>In: {"name": "...", "resource": "FHIR JSON as text"}; text, so that duplicate keys and the like reach the
 * validator. Out: {"name": "...", "issues": [{"severity", "where", "message"}]}, errors only. Arguments: folders with
 * StructureDefinitions, ValueSets and CodeSystems in XML (UK Core). Resources of a Bundle are also held against the UK
 * Core profile of their type.
 */
class Oracle {
    private static final String UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FhirContext context = FhirContext.forR4Cached();
    private final PrePopulatedValidationSupport definitions = new PrePopulatedValidationSupport(context);
    private final FhirValidator validator = context.newValidator();

    Oracle(List<Path> folders) throws Exception {
        for (Path folder : folders) {
            load(folder);
        }
        UnknownCodeSystemWarningValidationSupport unknown = new UnknownCodeSystemWarningValidationSupport(context);
        unknown.setNonExistentCodeSystemSeverity(IValidationSupport.IssueSeverity.WARNING);
        FhirInstanceValidator instances = new FhirInstanceValidator(new ValidationSupportChain(
                new DefaultProfileValidationSupport(context), definitions,
                new CommonCodeSystemsTerminologyService(context),
                new InMemoryTerminologyServerValidationSupport(context),
                new SnapshotGeneratingValidationSupport(context), unknown));
        instances.setErrorForUnknownProfiles(false);
        instances.setNoTerminologyChecks(false);
        instances.setAnyExtensionsAllowed(true);
        validator.registerValidatorModule(instances);
    }

    private void load(Path folder) throws Exception {
        IParser parser = context.newXmlParser();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".xml")).sorted().toList()) {
                IBaseResource read = parser.parseResource(Files.readString(file).replace("\uFEFF", ""));
                definitions.addResource(read);
            }
        }
    }

    private void judge(String text, ArrayNode issues) {
        add(validator.validateWithResult(text).getMessages(), "", issues);
        if (!issues.isEmpty()) {
            return;
        }
        try {
            JsonNode resource = JSON.readTree(text);
            if (resource.path("resourceType").asText().equals("Bundle")) {
                int at = 0;
                for (JsonNode entry : resource.path("entry")) {
                    judgeProfile(entry.path("resource"), "Bundle.entry[" + at++ + "].resource: ", issues);
                }
            } else {
                judgeProfile(resource, "", issues);
            }
        } catch (java.io.IOException wrong) {
            issues.addObject().put("severity", "error").put("where", "").put("message", "not JSON");
        }
    }

    private void judgeProfile(JsonNode resource, String where, ArrayNode issues) {
        String profile = UK_CORE + resource.path("resourceType").asText();
        if (definitions.fetchStructureDefinition(profile) != null) {
            ValidationOptions options = new ValidationOptions().addProfile(profile);
            add(validator.validateWithResult(resource.toString(), options).getMessages(), where, issues);
        }
    }

    private static void add(List<SingleValidationMessage> messages, String where, ArrayNode issues) {
        for (SingleValidationMessage it : messages) {
            if (it.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0) {
                issues.addObject().put("severity", it.getSeverity().getCode())
                        .put("where", where + it.getLocationString()).put("message", it.getMessage());
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        Oracle oracle = new Oracle(Stream.of(arguments).map(Path::of).toList());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), false, StandardCharsets.UTF_8);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode asked = JSON.readTree(line);
            ObjectNode answer = JSON.createObjectNode().put("name", asked.path("name").asText());
            ArrayNode issues = answer.putArray("issues");
            try {
                oracle.judge(asked.path("resource").asText(), issues);
            } catch (RuntimeException failed) {
                issues.addObject().put("severity", "fatal").put("where", "")
                        .put("message", "the validator failed: " + failed.getMessage());
            }
            out.println(JSON.writeValueAsString(answer));
            out.flush();
        }
    }
}
