/** Words from programs, reports and prose that are too common to be a value, whatever their name. At least four letters. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `about above absent accepted access account action active added address after again algorithm allow allowed
  already also always anonymous another append application applied apply approved argument array assertion async
  attached attempt attribute audit auth authenticated authentication author authorization authorize authorized auto
  available await back backend base basic bearer because been before begin being below between blank block blocked
  body boolean both branch browser buffer build bypass bytes cache call called cannot case change changed channel
  character check checked child class clean clear close closed code column command comment commit common
  complete completed config configuration configured confirm connect connected connection console constant
  constructor contains content context continue cookie copy correct count create created credential credentials
  current custom data database date debug decode decoded default define defined delete denied deployment
  description detail detected device digest directory disabled display document does done double dynamic each edit
  element else email empty enabled encode encoded encrypted encryption endpoint entry environment error even event every
  example exception exists expected expired explicit export extended external failed failure false feature field
  file filter final find finding first flag folder follow following forbidden force format found frame from full
  function general generate generated generic given global group guard handle handler hash have header hello help
  here hidden host however identifier identity ignore ignored image implicit import include incorrect index info information
  inherit init inline input insert inside instance instead integer interface internal invalid invented issue item iterator
  java json just keep kind label language large last later latest layer least left length level library like limit
  line link list listen literal load loaded local location lock locked logout long lookup main make managed
  manual many masked match maximum maybe mechanism member memory message metadata method minimum mismatch missing mode
  model module more most multiple must name namespace native needed needs never next node none normal note nothing
  null number object observed offset often once only opaque open operation option optional order original other
  otherwise output over override owner package packet page param parameter parent parse parser part partial pass
  passed passing path pattern pending permission place placeholder plain platform please
  plugin policy position possible post present previous primary print process production profile program
  project prompt property protected protocol provide provided provider proxy public query queue read reader
  ready real reason recommended record redacted redirect reference refresh regex register registry regular reject
  rejected release remote remove removed replace report request require required reset resource response result
  return returned review revoked right role route rule running same sample sandbox scan scanned schema scheme
  scope script search second secret section select sensitive separate session setting
  settings shared short should signature signed single size skipped some something source space special
  specified stage standard start state static status stderr stdin stdout step stop storage store stored stream
  string structure style subject success suite summary supplied support surface symbol table target
  task template text than that their them then there these they this thread through time timeout
  title token trace transport true trusted type undefined unique unknown unless unset until update updated upload
  usage used using valid validate validated value variable verified verify version view
  warning were what when where which while will with within without word work worker write writer your`.split(/\s+/),
);
